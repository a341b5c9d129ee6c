package dev.sojourn.core.render;

/**
 * A mail's content.
 *
 * @param subject one line
 * @param html the HTML part
 * @param text the plain part
 */
public record Rendered(String subject, String html, String text) {
  // A line break in a subject would begin a header of somebody else's making.
  public Rendered {
    subject = oneLine(subject);
  }

  /** The same content under another subject. */
  public Rendered withSubject(String other) {
    return new Rendered(other, html, text);
  }

  /** The same content in other HTML; the plain part stays. */
  public Rendered withHtml(String other) {
    return new Rendered(subject, other, text);
  }

  private static String oneLine(String text) {
    var line = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c)
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }
}
