package dev.sojourn.runtime.http;

/**
 * What the settings of a process hold back, so that its health can say so.
 *
 * @param sends whether it sends no mails
 * @param readers whether mails go to the house instead of to whom they are for
 * @param events whether events are turned away
 */
public record Withheld(boolean sends, boolean readers, boolean events) {
  static final Withheld NOTHING = new Withheld(false, false, false);
}
