package dev.sojourn.core.mail;

import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * The HTML of a mail, read as a browser reads it by whoever asks first. Belongs to the thread that
 * writes the mail.
 */
public final class MailHtml {
  private final String text;
  private @Nullable Document document;
  private @Nullable HtmlPlaces places;

  /** HTML that nobody has read yet. */
  public MailHtml(String text) {
    this.text = text;
  }

  /** HTML of which it is known where it may be changed. */
  public MailHtml(String text, HtmlPlaces places) {
    this.text = text;
    this.places = places;
  }

  /** What it says, each element with its place in the text. Nobody changes it. */
  public Document document() {
    var read = document;
    if (read == null) {
      read = Parser.htmlParser().setTrackPosition(true).parseInput(text, "");
      document = read;
    }
    return read;
  }

  /** Where it may be changed. */
  public HtmlPlaces places() {
    var read = places;
    if (read == null) {
      read = HtmlPlaces.of(text, document());
      places = read;
    }
    return read;
  }

  /** The HTML as it is written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MailHtml html && html.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
