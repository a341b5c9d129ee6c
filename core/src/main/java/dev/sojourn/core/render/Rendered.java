package dev.sojourn.core.render;

import dev.sojourn.core.mail.MailHtml;

/**
 * A mail's content.
 *
 * @param subject one line
 * @param page the HTML part
 * @param text the plain part
 */
public record Rendered(String subject, MailHtml page, String text) {
  // A line break in a subject would begin a header of somebody else's making.
  public Rendered {
    subject = oneLine(subject);
  }

  /** Content of which nothing has been read yet. */
  public Rendered(String subject, String html, String text) {
    this(subject, new MailHtml(html), text);
  }

  /** The HTML part as it is written. */
  public String html() {
    return page.text();
  }

  /** The same content under another subject. */
  public Rendered withSubject(String other) {
    return new Rendered(other, page, text);
  }

  /** The same content in other HTML; the plain part stays. */
  public Rendered withHtml(String other) {
    return new Rendered(subject, other, text);
  }

  private static String oneLine(String text) {
    var line = new StringBuilder(text);
    for (var i = 0; i < line.length(); i++) {
      var c = line.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line.setCharAt(i, ' ');
      }
    }
    return line.toString().strip();
  }
}
