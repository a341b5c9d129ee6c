package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** A mail as its send stores it: a byte for the format, then deflated JSON. */
final class MailBytes {
  private static final int FORMAT = 1;

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
    if (!mail.headers().isEmpty()) {
      fields.put("headers", mail.headers());
    }
    return deflated(Json.write(fields).getBytes(StandardCharsets.UTF_8));
  }

  static OutgoingMail unpack(Buffer buffer) {
    var stored = buffer.getBytes();
    if (stored.length == 0 || stored[0] != FORMAT) {
      throw new IllegalStateException("a stored mail is not of format " + FORMAT);
    }
    var json = new String(inflated(stored), StandardCharsets.UTF_8);
    if (!(Json.read(json) instanceof Map<?, ?> fields)) {
      throw new IllegalStateException("a stored mail is no JSON object");
    }
    var text = fields.get("text");
    return new OutgoingMail(
        String.valueOf(fields.get("id")),
        Instant.parse(String.valueOf(fields.get("date"))),
        String.valueOf(fields.get("from")),
        String.valueOf(fields.get("to")),
        String.valueOf(fields.get("subject")),
        String.valueOf(fields.get("html")),
        text == null ? null : text.toString(),
        headers(fields.get("headers")));
  }

  private static Map<String, String> headers(@Nullable Object stored) {
    var headers = new LinkedHashMap<String, String>();
    if (stored instanceof Map<?, ?> map) {
      map.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
    }
    return headers;
  }

  private static Buffer deflated(byte[] plain) {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(plain);
      deflater.finish();
      var packed = new byte[plain.length + 64];
      packed[0] = FORMAT;
      var size = 1;
      while (!deflater.finished()) {
        size += deflater.deflate(packed, size, packed.length - size);
        packed = size == packed.length ? Arrays.copyOf(packed, size * 2) : packed;
      }
      return Buffer.buffer(size).appendBytes(packed, 0, size);
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflated(byte[] stored) {
    var inflater = new Inflater();
    try {
      inflater.setInput(stored, 1, stored.length - 1);
      var plain = new ByteArrayOutputStream(stored.length * 4);
      var chunk = new byte[8192];
      while (!inflater.finished()) {
        var read = inflater.inflate(chunk);
        if (read == 0 && !inflater.finished()) {
          throw new IllegalStateException("a stored mail is cut off");
        }
        plain.write(chunk, 0, read);
      }
      return plain.toByteArray();
    } catch (DataFormatException broken) {
      throw new IllegalStateException("a stored mail cannot be inflated", broken);
    } finally {
      inflater.end();
    }
  }
}
