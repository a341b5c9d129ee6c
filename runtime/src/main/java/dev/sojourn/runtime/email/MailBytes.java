package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import dev.sojourn.core.mail.MailExtras;
import dev.sojourn.core.mail.MailHeader;
import dev.sojourn.core.mail.MailTag;
import dev.sojourn.core.replay.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail as its send stores it: a byte for the format, then, deflated, a JSON object and, in format
 * 2, the files that go with the mail. Format 1 is the JSON alone.
 */
final class MailBytes {
  private static final int PLAIN = 1;
  private static final int WITH_EXTRAS = 2;

  private MailBytes() {}

  static Buffer pack(OutgoingMail mail) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("id", mail.sendId());
    fields.put("date", mail.date().toString());
    fields.put("from", mail.from());
    fields.put("to", mail.to());
    fields.put("subject", mail.subject());
    fields.put("html", mail.html());
    fields.put("text", mail.text());
    var extras = mail.extras();
    if (extras.equals(MailExtras.NONE)) {
      return Deflated.of(PLAIN, Json.bytes(fields));
    }
    fields.put("replyTo", extras.replyTo());
    fields.put(
        "headers", extras.headers().stream().map(h -> List.of(h.name(), h.value())).toList());
    fields.put("tags", extras.tags().stream().map(t -> List.of(t.name(), t.value())).toList());
    fields.put("files", extras.attachments().stream().map(MailBytes::described).toList());
    var json = Json.bytes(fields);
    var size = 4 + json.length + mail.weight();
    var all = Buffer.buffer(size).appendInt(json.length).appendBytes(json);
    extras.attachments().forEach(file -> all.appendBytes(file.content()));
    return Deflated.of(WITH_EXTRAS, all.getBytes());
  }

  static OutgoingMail unpack(Buffer buffer) {
    var stored = buffer.getBytes();
    if (stored.length == 0 || (stored[0] != PLAIN && stored[0] != WITH_EXTRAS)) {
      throw new IllegalStateException(
          "a stored mail is not of format " + PLAIN + " or " + WITH_EXTRAS);
    }
    var plain = Deflated.inflated(stored);
    if (stored[0] == PLAIN) {
      return mail(fields(plain, 0, plain.length), MailExtras.NONE);
    }
    var length = Buffer.buffer(plain).getInt(0);
    var fields = fields(plain, 4, length);
    return mail(fields, extras(fields, plain, 4 + length));
  }

  private static Map<String, @Nullable Object> described(Attachment file) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", file.filename());
    fields.put("type", file.contentType());
    fields.put("cid", file.contentId());
    fields.put("size", file.size());
    return fields;
  }

  private static Map<?, ?> fields(byte[] bytes, int from, int length) {
    if (Json.read(new String(bytes, from, length, StandardCharsets.UTF_8))
        instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalStateException("a stored mail is no JSON object");
  }

  private static OutgoingMail mail(Map<?, ?> fields, MailExtras extras) {
    return new OutgoingMail(
        String.valueOf(fields.get("id")),
        Instant.parse(String.valueOf(fields.get("date"))),
        String.valueOf(fields.get("from")),
        String.valueOf(fields.get("to")),
        String.valueOf(fields.get("subject")),
        String.valueOf(fields.get("html")),
        text(fields, "text"),
        extras);
  }

  private static MailExtras extras(Map<?, ?> fields, byte[] bytes, int start) {
    var files = new ArrayList<Attachment>();
    var at = start;
    for (var one : list(fields, "files")) {
      if (one instanceof Map<?, ?> file && file.get("size") instanceof Number size) {
        var end = at + size.intValue();
        files.add(
            Attachment.of(
                String.valueOf(file.get("name")),
                String.valueOf(file.get("type")),
                Arrays.copyOfRange(bytes, at, end),
                text(file, "cid")));
        at = end;
      }
    }
    return new MailExtras(
        text(fields, "replyTo"),
        list(fields, "headers").stream()
            .map(MailBytes::pair)
            .map(pair -> new MailHeader(pair.get(0), pair.get(1)))
            .toList(),
        list(fields, "tags").stream()
            .map(MailBytes::pair)
            .map(pair -> new MailTag(pair.get(0), pair.get(1)))
            .toList(),
        files);
  }

  private static List<String> pair(Object value) {
    return ((List<?>) value).stream().map(String::valueOf).toList();
  }

  private static List<?> list(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof List<?> list ? list : List.of();
  }

  private static @Nullable String text(Map<?, ?> fields, String name) {
    var value = fields.get(name);
    return value == null ? null : value.toString();
  }
}
