package dev.sojourn.dsl.compile;

/**
 * A place in a script that names something of its bundle as a literal.
 *
 * @param kind what it names
 * @param name the name
 * @param line from 1
 * @param column from 1
 */
public record Mention(Kind kind, String name, int line, int column) {
  /** What a script can name. */
  public enum Kind {
    /** A template to make a mail from. */
    TEMPLATE,
    /** A template of mails that the contact may have got before. */
    PAST_TEMPLATE,
    /** Another journey that the contact may have been in. */
    JOURNEY,
    /** Another journey that the script starts. */
    STARTED_JOURNEY,
    /** A category of mails. */
    CATEGORY
  }
}
