package dev.sojourn.core.deliverability;

/**
 * What a look at something found.
 *
 * @param about what was looked at, such as {@code SPF}
 * @param text one sentence: what is so, and what to do if it should not be
 */
public record Finding(Level level, String about, String text) {
  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Mails go out, but some receivers will like them less. */
    WARNING,
    /** Mails are refused or taken for spam. */
    ERROR
  }

  static Finding ok(String about, String text) {
    return new Finding(Level.OK, about, text);
  }

  static Finding warning(String about, String text) {
    return new Finding(Level.WARNING, about, text);
  }

  static Finding error(String about, String text) {
    return new Finding(Level.ERROR, about, text);
  }
}
