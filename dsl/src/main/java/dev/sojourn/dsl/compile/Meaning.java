package dev.sojourn.dsl.compile;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a source says something: the text without comments, blank lines and white space that only
 * sets words apart. Strings stay as they are, code inside them does not. Two sources with the same
 * meaning have the same tokens.
 */
final class Meaning {
  /** Words of Groovy after which a slash begins a text; after a name it divides. */
  private static final Set<String> BEFORE_TEXT =
      Set.of("as", "assert", "case", "def", "else", "in", "instanceof", "new", "return", "throw");

  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder brackets = new StringBuilder();
  private int at;
  private boolean space;
  private boolean line;
  private boolean afterValue;

  private Meaning(String source) {
    this.source = source;
  }

  /** The meaning of a source with Unix line ends. */
  static String of(String source) {
    // Groovy reads such an escape anywhere, even as a quote: these few sources count as they are.
    if (source.contains("\\u")) {
      return source.stripTrailing();
    }
    Meaning meaning = new Meaning(source);
    meaning.code(-1);
    return meaning.out.toString();
  }

  /** Copies code up to its end, or to the brace that closes it at this depth of brackets. */
  private void code(int depth) {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (Character.isWhitespace(c)) {
        space(c == '\n' || c == '\r');
      } else if (sees("//")) {
        skipTo(source.indexOf('\n', at));
      } else if (sees("/*")) {
        int end = source.indexOf("*/", at + 2);
        skipTo(end < 0 ? end : end + 2);
        space = true;
      } else if (c == '}' && brackets.length() == depth) {
        return;
      } else if (!text()) {
        token(c);
      }
    }
  }

  private void space(boolean ofLine) {
    boolean inParentheses = !brackets.isEmpty() && brackets.charAt(brackets.length() - 1) != '{';
    if (ofLine && !inParentheses) {
      afterValue = false;
    }
    line |= ofLine;
    space = true;
    at++;
  }

  private void token(char c) {
    if (Character.isJavaIdentifierPart(c)) {
      int from = at;
      while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
        at++;
      }
      String name = source.substring(from, at);
      put(name);
      afterValue = !BEFORE_TEXT.contains(name);
      return;
    }
    if (OPENING.indexOf(c) >= 0) {
      brackets.append(c);
    } else if (CLOSING.indexOf(c) >= 0 && !brackets.isEmpty()) {
      brackets.setLength(brackets.length() - 1);
    }
    boolean twice = (c == '+' || c == '-') && at > 0 && source.charAt(at - 1) == c;
    at++;
    put(String.valueOf(c));
    afterValue = twice || CLOSING.indexOf(c) >= 0;
  }

  /** Copies a string if one begins here. */
  private boolean text() {
    if (sees("'''") || sees("'")) {
      String quote = sees("'''") ? "'''" : "'";
      text(quote, quote, false, null);
    } else if (sees("\"")) {
      String quote = sees("\"\"\"") ? "\"\"\"" : "\"";
      text(quote, quote, true, null);
    } else if (sees("$/")) {
      text("$/", "/$", true, Set.of("$$", "$/"));
    } else if (sees("/") && !afterValue) {
      text("/", "/", true, Set.of("\\/"));
    } else {
      return false;
    }
    afterValue = true;
    return true;
  }

  /** Copies a string; {@code escapes} are those it knows, null for a backslash before anything. */
  private void text(String open, String close, boolean holdsCode, @Nullable Set<String> escapes) {
    put(open);
    at += open.length();
    while (at < source.length()) {
      String two = source.substring(at, Math.min(source.length(), at + 2));
      boolean escaped =
          two.length() == 2 && (escapes == null ? two.charAt(0) == '\\' : escapes.contains(two));
      if (escaped) {
        copy(2);
      } else if (sees(close)) {
        copy(close.length());
        return;
      } else if (holdsCode && two.equals("${")) {
        copy(2);
        inside();
      } else {
        copy(1);
      }
    }
  }

  /** Copies the code inside a string, up to the brace that ends it. */
  private void inside() {
    afterValue = false;
    brackets.append('{');
    code(brackets.length());
    brackets.setLength(Math.max(0, brackets.length() - 1));
    space = false;
    line = false;
  }

  private void copy(int length) {
    out.append(source, at, at + length);
    at += length;
  }

  private boolean sees(String text) {
    return source.startsWith(text, at);
  }

  private void skipTo(int end) {
    at = end < 0 ? source.length() : end;
  }

  /** Appends code, set apart from what stands before it as it was. */
  private void put(String code) {
    if (space && !out.isEmpty()) {
      out.append(line ? '\n' : ' ');
    }
    space = false;
    line = false;
    out.append(code);
  }
}
