package dev.sojourn.core.render;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a template writes for one mail: the words, with blanks where values stand, and the values.
 * Mails of a template that take the same turns through its sections have the same words.
 */
final class Outline extends Writer {
  private static final char NO_BREAK_SPACE = '\u00a0';
  private static final char DELETE = '\u007f';

  private final StringBuilder words = new StringBuilder(2_048);
  private final List<Integer> places = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private final List<String> escaped = new ArrayList<>();
  private boolean odd;

  /**
   * Whether a value is given a blank, as all are but those whose space or control characters could
   * be read otherwise than they stand. Others are to be written among the words; the outline is odd
   * then, unless there is nothing to write.
   */
  boolean takes(String value) {
    var takes = isPlain(value);
    odd |= !takes && !value.isEmpty();
    return takes;
  }

  /** Leaves a blank for a value that it takes. */
  void leave(String value, String asHtml) {
    places.add(words.length());
    words.append(BlankText.blank(values.size()));
    values.add(value);
    escaped.add(asHtml);
  }

  /** Whether values stand among the words. */
  boolean isOdd() {
    return odd;
  }

  /** The words, with blanks. */
  String words() {
    return words.toString();
  }

  /** The values of the blanks. */
  List<String> values() {
    return values;
  }

  /** The same as they stand in HTML. */
  List<String> escaped() {
    return escaped;
  }

  /** The HTML of the mail. */
  String filled() {
    var html = new StringBuilder(words.length() + 256);
    var done = 0;
    for (var i = 0; i < places.size(); i++) {
      html.append(words, done, places.get(i)).append(escaped.get(i));
      done = places.get(i) + BlankText.blank(i).length();
    }
    return html.append(words, done, words.length()).toString();
  }

  private static boolean isPlain(String value) {
    var before = ' ';
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      var isSpace = c == ' ' ? before == ' ' : Character.isWhitespace(c);
      if (isSpace || c < ' ' || (c >= DELETE && c <= NO_BREAK_SPACE)) {
        return false;
      }
      before = c;
    }
    return before != ' ';
  }

  @Override
  public void write(int c) {
    words.append((char) c);
  }

  @Override
  public void write(char[] text, int from, int length) {
    words.append(text, from, length);
  }

  @Override
  public void write(String text, int from, int length) {
    words.append(text, from, from + length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
