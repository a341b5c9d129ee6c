package dev.sojourn.core.mail;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A header of a mail beyond those that every mail has.
 *
 * @param name a token that no mail has by itself, at most 76 characters
 * @param value without control characters, at most 8 000 characters, none of its words longer than
 *     900
 */
public record MailHeader(String name, String value) {
  private static final int LONGEST = 8_000;
  private static final int LONGEST_NAME = 76;
  private static final String MARKS = "!#$%&'*+-.^_`|~";
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u2028\u2029]");
  private static final int LONGEST_WORD = 900;

  /** What the writer of a message or its carriers put there. */
  private static final Set<String> TAKEN =
      Set.of(
          "date",
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "message-id",
          "subject",
          "mime-version",
          "return-path",
          "received",
          "dkim-signature",
          "x-pm-keepid");

  public MailHeader {
    if (!isToken(name)) {
      throw new IllegalArgumentException(
          "header name '"
              + CONTROL.matcher(name).replaceAll("?")
              + "' is not a token of 1 to 76"
              + " letters, digits and hyphens");
    }
    var lower = name.toLowerCase(Locale.ROOT);
    if (TAKEN.contains(lower) || lower.startsWith("content-")) {
      throw new IllegalArgumentException(
          "header '" + name + "' is written by the mail itself; set its own field instead");
    }
    if (hasControl(value)) {
      throw new IllegalArgumentException(
          "header '" + name + "' has a line break or another control character in its value");
    }
    if (value.length() > LONGEST || !isBreakable(value)) {
      throw new IllegalArgumentException(
          "header '"
              + name
              + "' has a value of "
              + value.length()
              + " characters; at most "
              + LONGEST
              + " are possible, with a space after at most "
              + LONGEST_WORD);
    }
  }

  private static boolean isToken(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && name.chars().allMatch(MailHeader::isOfToken);
  }

  private static boolean isOfToken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || MARKS.indexOf(c) >= 0;
  }

  private static boolean hasControl(String value) {
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c < ' ' || c == '\u007f' || c == '\u2028' || c == '\u2029') {
        return true;
      }
    }
    return false;
  }

  private static boolean isBreakable(String value) {
    var start = 0;
    while (value.length() - start > LONGEST_WORD) {
      var space = value.indexOf(' ', start);
      if (space < 0 || space - start > LONGEST_WORD) {
        return false;
      }
      start = space + 1;
    }
    return true;
  }
}
