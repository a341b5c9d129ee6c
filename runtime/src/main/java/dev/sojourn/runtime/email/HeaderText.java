package dev.sojourn.runtime.email;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text for headers: one line or folded, always ASCII, never a way into another header. Long lines
 * are folded with CRLF and a space.
 */
final class HeaderText {
  /** Bytes of UTF-8 in one encoded word: with "Subject: " before it within 78 characters. */
  private static final int WORD = 42;

  private static final int LINE = 76;
  private static final int LONGEST_PLAIN = 200;
  private static final int PIECE = 50;
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\u2028\u2029]+");
  private static final String UNRESERVED = "!#$&+-.^_`|~";

  private HeaderText() {}

  /** Text for people: as it is when short and plain, else as encoded words of RFC 2047. */
  static String phrase(String text) {
    var line = (isPlain(text) ? text : BREAKS.matcher(text).replaceAll(" ")).strip();
    return isPlain(line) && line.length() <= LONGEST_PLAIN && !line.contains("=?")
        ? line
        : encoded(line);
  }

  /** Text for machines, such as a list of addresses: encoded only if it is not ASCII. */
  static String value(String name, String text) {
    return isPlain(text) ? folded(name.length() + 2, text) : encoded(text);
  }

  /** Text of the 26 letters, digits and these signs, with hyphens for all others. */
  static String word(String text, String signs) {
    var word = new StringBuilder(text.length());
    for (var i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      var c = text.charAt(i);
      word.append(MailAddress.isPlain(c, signs) ? c : '-');
    }
    return word.toString();
  }

  /** A plain text over as many lines as it takes, broken at single spaces. */
  static String folded(int used, String text) {
    var folded = new StringBuilder(text.length() + 16);
    var column = used;
    var start = 0;
    while (start < text.length()) {
      var space = text.indexOf(' ', start + 1);
      var end = space < 0 ? text.length() : space;
      var single = text.charAt(start) == ' ' && start > 0 && text.charAt(start - 1) != ' ';
      if (single && end - start > 1 && column + end - start > LINE) {
        folded.append("\r\n");
        column = 0;
      }
      folded.append(text, start, end);
      column += end - start;
      start = end;
    }
    return folded.toString();
  }

  /** A parameter with its semicolon, on lines of its own; of RFC 2231 where it is not plain. */
  static String parameter(String name, String text) {
    if (isPlain(text) && name.length() + text.length() < PIECE) {
      return ";\r\n " + name + "=" + MailAddress.quoted(text);
    }
    var pieces = pieces(text);
    if (pieces.size() == 1) {
      return ";\r\n " + name + "*=UTF-8''" + pieces.get(0);
    }
    var parameter = new StringBuilder();
    for (var i = 0; i < pieces.size(); i++) {
      parameter.append(";\r\n ").append(name).append('*').append(i).append("*=");
      parameter.append(i == 0 ? "UTF-8''" : "").append(pieces.get(i));
    }
    return parameter.toString();
  }

  private static List<String> pieces(String text) {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xff);
      var plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      piece.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
      if (piece.length() >= PIECE) {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
    }
    if (!piece.isEmpty() || pieces.isEmpty()) {
      pieces.add(piece.toString());
    }
    return pieces;
  }

  private static boolean isPlain(String line) {
    for (var i = 0; i < line.length(); i++) {
      if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String encoded(String line) {
    var words = new StringBuilder();
    var word = new StringBuilder();
    var bytes = 0;
    for (var c : line.codePoints().toArray()) {
      var letter = Character.toString(c);
      var size = letter.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > WORD) {
        words.append(word(word)).append("\r\n ");
        word.setLength(0);
        bytes = 0;
      }
      word.append(letter);
      bytes += size;
    }
    return words.append(word(word)).toString();
  }

  private static String word(StringBuilder word) {
    var bytes = word.toString().getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }
}
