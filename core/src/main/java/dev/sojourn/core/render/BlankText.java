package dev.sojourn.core.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text with blanks, each of which stands for a value by its number. Written out, a blank is its
 * number between two control characters that no mail has a use for.
 *
 * @param words what stands before each blank, and after the last
 * @param blanks the numbers of the blanks, in order
 */
record BlankText(List<String> words, List<Integer> blanks) {
  private static final char OPEN = '\u0091';
  private static final char CLOSE = '\u0092';
  private static final Pattern BLANK = Pattern.compile(OPEN + "(\\d{1,5})" + CLOSE);

  /** A blank as it stands in a text. */
  static String blank(int number) {
    return OPEN + Integer.toString(number) + CLOSE;
  }

  /** Whether a text has blanks. */
  static boolean isIn(String text) {
    return text.indexOf(OPEN) >= 0;
  }

  static BlankText of(String text) {
    if (!isIn(text)) {
      return new BlankText(List.of(text), List.of());
    }
    var words = new ArrayList<String>();
    var blanks = new ArrayList<Integer>();
    var done = 0;
    var matcher = BLANK.matcher(text);
    while (matcher.find()) {
      words.add(text.substring(done, matcher.start()));
      blanks.add(Integer.valueOf(matcher.group(1)));
      done = matcher.end();
    }
    words.add(text.substring(done));
    return new BlankText(List.copyOf(words), List.copyOf(blanks));
  }

  /** The text with these values in its blanks. */
  String with(List<String> values) {
    if (blanks.isEmpty()) {
      return words.get(0);
    }
    var text = new StringBuilder();
    write(text, values);
    return text.toString();
  }

  /** Writes the text with these values in its blanks. */
  void write(StringBuilder out, List<String> values) {
    for (var i = 0; i < blanks.size(); i++) {
      out.append(words.get(i)).append(values.get(blanks.get(i)));
    }
    out.append(words.get(blanks.size()));
  }
}
