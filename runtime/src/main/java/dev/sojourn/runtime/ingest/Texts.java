package dev.sojourn.runtime.ingest;

/** What a text must be before it is stored. */
final class Texts {
  private static final int SHOWN = 60;

  private Texts() {}

  /** Refuses a text that is empty, too long or not sound. */
  static void check(String field, String text, int most) {
    if (text.isBlank()) {
      throw Rejected.invalid(field + " is empty");
    }
    if (text.length() > most) {
      throw Rejected.invalid(field + " has " + text.length() + " characters, the most is " + most);
    }
    checkSound(field, text);
  }

  /** Refuses a text that the database would refuse or change. */
  static void checkSound(String field, String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '\0') {
        throw Rejected.invalid(field + " holds the character NUL, which cannot be stored");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw Rejected.invalid(field + " holds half of a surrogate pair, which is no character");
        }
        i++;
      }
    }
  }

  /** A text cut to what fits into a message. */
  static String shown(String text) {
    return text.length() <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN / 2)) + "…";
  }
}
