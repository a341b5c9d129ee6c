package dev.sojourn.runtime.email;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a message as they are written, one after the other. */
final class MimeOutput {
  private byte[] bytes;
  private int size;

  /** Nothing yet; it grows beyond the expected number of bytes. */
  MimeOutput(int expected) {
    bytes = new byte[expected];
  }

  /** A text in UTF-8. */
  MimeOutput text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All of these bytes. */
  MimeOutput bytes(byte[] more) {
    bytes(more, 0, more.length);
    return this;
  }

  /** So many of these bytes. */
  void bytes(byte[] more, int from, int count) {
    room(count);
    System.arraycopy(more, from, bytes, size, count);
    size += count;
  }

  /** One byte, as two digits behind a {@code =}. */
  void encoded(byte b) {
    room(3);
    bytes[size++] = '=';
    bytes[size++] = digit(b >> 4 & 15);
    bytes[size++] = digit(b & 15);
  }

  /** The end of a line. */
  MimeOutput line() {
    room(2);
    bytes[size++] = '\r';
    bytes[size++] = '\n';
    return this;
  }

  /** What was written. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int count) {
    if (count > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), bytes.length * 3 / 2));
    }
  }

  private static byte digit(int value) {
    return (byte) (value < 10 ? '0' + value : 'A' + value - 10);
  }
}
