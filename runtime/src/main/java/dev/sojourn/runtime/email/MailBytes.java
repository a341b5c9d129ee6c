package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import dev.sojourn.core.mail.MailExtras;
import dev.sojourn.core.mail.MailHeader;
import dev.sojourn.core.mail.MailTag;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * A mail as its send stores it: a byte for the format, sender and subject, which {@link MailHead}
 * reads without the rest; then how many bytes the rest is, and the rest as a block of LZ4.
 */
final class MailBytes {
  private static final byte FORMAT = 1;

  /** In Java alone: nothing native is unpacked, and no Java warns of it. */
  private static final LZ4Factory LZ4 = LZ4Factory.safeInstance();

  private MailBytes() {}

  static Buffer pack(OutgoingMail mail) {
    var rest = Buffer.buffer(mail.weight() + 1_024);
    write(mail, new Strip(rest, 0));
    var plain = rest.getBytes();
    var stored = Buffer.buffer(plain.length / 2 + 512).appendByte(FORMAT);
    new Strip(stored, 1)
        .write(mail.from())
        .write(mail.subject())
        .write(plain.length)
        .write(LZ4.fastCompressor().compress(plain));
    return stored;
  }

  /**
   * The mail that was stored so.
   *
   * @throws IllegalStateException if it is none, or of a format that is not known here
   */
  static OutgoingMail unpack(Buffer stored) {
    try {
      var start = begin(stored);
      var from = start.text();
      var subject = start.text();
      var size = start.number();
      var rest = LZ4.safeDecompressor().decompress(start.rest(), size);
      return read(from, subject, new Strip(Buffer.buffer(rest), 0));
    } catch (IndexOutOfBoundsException | LZ4Exception broken) {
      throw new IllegalStateException("a stored mail is broken", broken);
    }
  }

  /**
   * The beginning of a stored mail, at its sender; its subject comes next.
   *
   * @throws IllegalStateException if it is of a format that is not known here
   */
  static Strip begin(Buffer stored) {
    if (stored.length() == 0 || stored.getByte(0) != FORMAT) {
      throw new IllegalStateException("a stored mail is not of format " + FORMAT);
    }
    return new Strip(stored, 1);
  }

  private static void write(OutgoingMail mail, Strip out) {
    var extras = mail.extras();
    out.write(mail.sendId()).write(mail.date().toString()).write(mail.to());
    out.write(mail.html()).write(mail.text()).write(extras.replyTo());
    out.write(extras.headers().size());
    extras.headers().forEach(header -> out.write(header.name()).write(header.value()));
    out.write(extras.tags().size());
    extras.tags().forEach(tag -> out.write(tag.name()).write(tag.value()));
    out.write(extras.attachments().size());
    extras.attachments().forEach(file -> write(file, out));
  }

  private static void write(Attachment file, Strip out) {
    var content = file.content();
    out.write(file.filename()).write(file.contentType()).write(file.contentId());
    out.write(content.length).write(content);
  }

  private static OutgoingMail read(String from, String subject, Strip in) {
    var id = in.text();
    var date = Instant.parse(in.text());
    var to = in.text();
    var html = in.text();
    var text = in.textOrNone();
    return new OutgoingMail(id, date, from, to, subject, html, text, extras(in));
  }

  private static MailExtras extras(Strip in) {
    var replyTo = in.textOrNone();
    var headers = new ArrayList<MailHeader>();
    for (var left = in.number(); left > 0; left--) {
      headers.add(new MailHeader(in.text(), in.text()));
    }
    var tags = new ArrayList<MailTag>();
    for (var left = in.number(); left > 0; left--) {
      tags.add(new MailTag(in.text(), in.text()));
    }
    var files = new ArrayList<Attachment>();
    for (var left = in.number(); left > 0; left--) {
      files.add(file(in));
    }
    return new MailExtras(replyTo, headers, tags, files);
  }

  private static Attachment file(Strip in) {
    var name = in.text();
    var type = in.text();
    var contentId = in.textOrNone();
    return Attachment.of(name, type, in.bytes(in.number()), contentId);
  }
}
