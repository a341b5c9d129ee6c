package dev.sojourn.core.mail;

/**
 * A word about a mail for those who count: a provider's statistics, feedback loops.
 *
 * @param name 1 to 256 characters, such as {@code template}
 * @param value at most 256 characters
 */
public record MailTag(String name, String value) {
  private static final int LONGEST = 256;

  public MailTag {
    if (name.isEmpty() || name.length() > LONGEST || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "tag '"
              + name
              + "' has a name or a value that is not of 1 to "
              + LONGEST
              + " characters");
    }
  }

  /** A tag whose value is cut to what a tag holds. */
  public static MailTag of(String name, String value) {
    return new MailTag(name, value.length() <= LONGEST ? value : value.substring(0, LONGEST));
  }
}
