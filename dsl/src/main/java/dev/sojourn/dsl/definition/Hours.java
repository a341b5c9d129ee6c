package dev.sojourn.dsl.definition;

import java.time.LocalTime;

/**
 * Hours of every day, in the zone of each contact; they wrap midnight when the end comes first, and
 * both the same are the whole day.
 *
 * @param start the first instant
 * @param end the first instant after them
 */
public record Hours(LocalTime start, LocalTime end) {
  /** The whole day. */
  public static final Hours ALL = new Hours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
}
