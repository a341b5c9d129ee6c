package dev.sojourn.runtime.email;

import java.nio.charset.StandardCharsets;

/**
 * The encoding of RFC 2045 for texts: lines of at most 76 characters, none of which ends in a space
 * or begins with a dot or {@code From}, which servers and mailboxes on the way would change.
 */
final class QuotedPrintable {
  /** What fits before the {@code =} that breaks a line. */
  private static final int LINE = 75;

  private static final int ENCODED = 3;
  private static final byte[] BREAK = {'=', '\r', '\n'};
  private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};

  private QuotedPrintable() {}

  /** Writes a text, whose lines end in CR, LF or both, without a line break at its end. */
  static void write(String text, MimeOutput out) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var at = 0;
    while (at < bytes.length) {
      var end = lineEnd(bytes, at);
      line(bytes, at, end, out);
      at = end;
      if (at < bytes.length) {
        out.line();
        at += bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n' ? 2 : 1;
      }
    }
  }

  private static void line(byte[] bytes, int start, int end, MimeOutput out) {
    var inner = end > start && bytes[end - 1] == ' ' ? end - 1 : end;
    var column = 0;
    var at = start;
    while (at < end) {
      if (column > 0 || !wouldBeChanged(bytes, at, end)) {
        var run = plainEnd(bytes, at, Math.min(inner, at + LINE - column));
        out.bytes(bytes, at, run - at);
        column += run - at;
        at = run;
      }
      if (at < end) {
        if (column + ENCODED > LINE) {
          out.bytes(BREAK);
          column = 0;
        } else {
          out.encoded(bytes[at++]);
          column += ENCODED;
        }
      }
    }
  }

  /** Whether what begins a line here would not stay as it is. */
  private static boolean wouldBeChanged(byte[] bytes, int at, int end) {
    if (bytes[at] != 'F') {
      return bytes[at] == '.';
    }
    var same = 1;
    while (same < FROM.length && at + same < end && bytes[at + same] == FROM[same]) {
      same++;
    }
    return same == FROM.length;
  }

  private static int lineEnd(byte[] bytes, int from) {
    var at = from;
    while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private static int plainEnd(byte[] bytes, int from, int most) {
    var at = from;
    while (at < most && isPlain(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b < 127 && b != '=';
  }
}
