package dev.sojourn.dsl.definition;

import java.time.Duration;

/**
 * How many mails may go to one address in a span of time.
 *
 * @param count how many, from 1
 * @param window in how long, more than zero
 */
public record Cap(int count, Duration window) {
  public Cap {
    if (count < 1 || window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException(
          "a cap takes a count from 1 and a window above zero, not " + count + " in " + window);
    }
  }
}
