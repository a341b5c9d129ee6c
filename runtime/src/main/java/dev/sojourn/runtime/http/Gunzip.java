package dev.sojourn.runtime.http;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952) as it comes, one member or several in a row, a piece at a time, so that a
 * few bytes that stand for very many are never in memory as such. Not thread-safe.
 */
final class Gunzip implements AutoCloseable {
  private static final int PIECE = 16 * 1024;
  private static final int LONGEST_HEAD = 64 * 1024;
  private static final int HEAD = 10;
  private static final int TAIL = 8;
  private static final int CHECKED = 2;
  private static final int EXTRA = 4;
  private static final int NAMED = 8;
  private static final int COMMENTED = 16;

  private enum Part {
    HEAD,
    BODY,
    TAIL
  }

  private final Inflater inflater = new Inflater(true);
  private final CRC32 sum = new CRC32();
  private Part part = Part.HEAD;
  private byte[] rest = new byte[0];
  private int at;
  private long members;

  /** Takes what has come; what was there before must have been read. */
  void feed(byte[] bytes) {
    int left = rest.length - at;
    byte[] all = Arrays.copyOf(Arrays.copyOfRange(rest, at, rest.length), left + bytes.length);
    System.arraycopy(bytes, 0, all, left, bytes.length);
    rest = all;
    at = 0;
  }

  /**
   * The next piece of what was packed; empty if more must come first.
   *
   * @throws IllegalArgumentException if it is no gzip
   */
  byte[] next() {
    while (true) {
      switch (part) {
        case HEAD -> {
          if (!head()) {
            return new byte[0];
          }
        }
        case BODY -> {
          byte[] piece = body();
          if (piece.length > 0 || part == Part.BODY) {
            return piece;
          }
        }
        case TAIL -> {
          if (!tail()) {
            return new byte[0];
          }
        }
      }
    }
  }

  /** Whether what came so far is complete. */
  boolean isWhole() {
    return part == Part.HEAD && members > 0 && at == rest.length;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private byte[] body() {
    byte[] out = new byte[PIECE];
    inflater.setInput(rest, at, rest.length - at);
    try {
      int length = inflater.inflate(out);
      at = rest.length - inflater.getRemaining();
      if (inflater.needsDictionary()) {
        throw new IllegalArgumentException("the body is no gzip: it asks for a dictionary");
      }
      sum.update(out, 0, length);
      part = inflater.finished() ? Part.TAIL : Part.BODY;
      return length == PIECE ? out : Arrays.copyOf(out, length);
    } catch (DataFormatException broken) {
      throw new IllegalArgumentException("the body is no gzip: " + broken.getMessage(), broken);
    }
  }

  private boolean tail() {
    if (rest.length - at < TAIL) {
      return false;
    }
    if (number(at) != sum.getValue()
        || number(at + 4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new IllegalArgumentException("the body is not what was packed: its sum is another");
    }
    at += TAIL;
    members++;
    sum.reset();
    inflater.reset();
    part = Part.HEAD;
    return true;
  }

  private boolean head() {
    int end = headEnd();
    if (end < 0) {
      if (rest.length - at > LONGEST_HEAD) {
        throw new IllegalArgumentException("the body is no gzip: its head has no end");
      }
      return false;
    }
    at = end;
    part = Part.BODY;
    return true;
  }

  /** Where the head ends that begins here; -1 if not all of it is there. */
  private int headEnd() {
    if (rest.length - at < HEAD) {
      return -1;
    }
    if (unsigned(at) != 0x1f || unsigned(at + 1) != 0x8b || unsigned(at + 2) != 8) {
      throw new IllegalArgumentException(
          "the body is no gzip, though its content-encoding says so");
    }
    int flags = unsigned(at + 3);
    int end = at + HEAD;
    if ((flags & EXTRA) != 0) {
      end = rest.length - end < 2 ? -1 : end + 2 + unsigned(end) + (unsigned(end + 1) << 8);
    }
    end = (flags & NAMED) == 0 ? end : textEnd(end);
    end = (flags & COMMENTED) == 0 ? end : textEnd(end);
    end = (flags & CHECKED) == 0 || end < 0 ? end : end + 2;
    return end > rest.length ? -1 : end;
  }

  private int textEnd(int from) {
    for (int i = from; from >= 0 && i < rest.length; i++) {
      if (rest[i] == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private int unsigned(int index) {
    return rest[index] & 0xff;
  }

  private long number(int index) {
    return unsigned(index)
        | (long) unsigned(index + 1) << 8
        | (long) unsigned(index + 2) << 16
        | (long) unsigned(index + 3) << 24;
  }
}
