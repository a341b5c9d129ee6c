package dev.sojourn.dsl;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;

/**
 * The durations a script may write, {@code 2.days}, and the periods of a calendar, {@code 1.month};
 * known to Groovy by module.
 */
public final class DurationWords {
  private DurationWords() {}

  /** {@code 1.second}. */
  public static Duration getSecond(Integer count) {
    return Duration.ofSeconds(count);
  }

  /** {@code 10.seconds}. */
  public static Duration getSeconds(Integer count) {
    return Duration.ofSeconds(count);
  }

  /** {@code 1.minute}. */
  public static Duration getMinute(Integer count) {
    return Duration.ofMinutes(count);
  }

  /** {@code 30.minutes}. */
  public static Duration getMinutes(Integer count) {
    return Duration.ofMinutes(count);
  }

  /** {@code 1.hour}. */
  public static Duration getHour(Integer count) {
    return Duration.ofHours(count);
  }

  /** {@code 12.hours}. */
  public static Duration getHours(Integer count) {
    return Duration.ofHours(count);
  }

  /** {@code 1.day}, which is 24 hours. */
  public static Duration getDay(Integer count) {
    return Duration.ofDays(count);
  }

  /** {@code 2.days} of 24 hours each. */
  public static Duration getDays(Integer count) {
    return Duration.ofDays(count);
  }

  /** {@code 1.week}, which is seven days. */
  public static Duration getWeek(Integer count) {
    return Duration.ofDays(7L * count);
  }

  /** {@code 2.weeks} of seven days each. */
  public static Duration getWeeks(Integer count) {
    return Duration.ofDays(7L * count);
  }

  /** {@code 1.month}, whose length the calendar knows. */
  public static Period getMonth(Integer count) {
    return Period.ofMonths(count);
  }

  /** {@code 3.months}, whose length the calendar knows. */
  public static Period getMonths(Integer count) {
    return Period.ofMonths(count);
  }

  /** {@code 1.year}, whose length the calendar knows. */
  public static Period getYear(Integer count) {
    return Period.ofYears(count);
  }

  /** {@code 2.years}, whose length the calendar knows. */
  public static Period getYears(Integer count) {
    return Period.ofYears(count);
  }

  /** The time from one instant to a later one: {@code now() - event.occurredAt > 2.days}. */
  public static Duration minus(Instant later, Instant earlier) {
    return Duration.between(earlier, later);
  }
}
