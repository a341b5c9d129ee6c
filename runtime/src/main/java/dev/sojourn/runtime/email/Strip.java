package dev.sojourn.runtime.email;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A strip of values, read in the order in which they were written: texts in UTF-8 after their
 * length, -1 for none; numbers in four bytes, the high one first. Reading beyond the end is an
 * {@link IndexOutOfBoundsException}.
 */
final class Strip {
  private static final int NONE = -1;

  private final Buffer bytes;
  private int at;

  /** A strip to read from a place on, or to write to. */
  Strip(Buffer bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Writes a text or none. */
  Strip write(@Nullable String text) {
    if (text == null) {
      return write(NONE);
    }
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    return write(utf8.length).write(utf8);
  }

  /** Writes a number. */
  Strip write(int number) {
    bytes.appendInt(number);
    return this;
  }

  /** Writes bytes as they are. */
  Strip write(byte[] more) {
    bytes.appendBytes(more);
    return this;
  }

  /** The text that stands next. */
  String text() {
    var text = textOrNone();
    if (text == null) {
      throw new IllegalStateException("there is no text where one is expected");
    }
    return text;
  }

  /** The text that stands next, or null for none. */
  @Nullable String textOrNone() {
    var length = number();
    return length == NONE ? null : new String(bytes(length), StandardCharsets.UTF_8);
  }

  /** The number that stands next. */
  int number() {
    at += 4;
    return bytes.getInt(at - 4);
  }

  /** The next bytes. */
  byte[] bytes(int count) {
    at = Math.addExact(at, count);
    return bytes.getBytes(at - count, at);
  }

  /** All bytes that are left. */
  byte[] rest() {
    return bytes(bytes.length() - at);
  }
}
