package dev.sojourn.dsl.definition;

import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * The date on which a contact enters: a property of it, moved.
 *
 * @param property the name of the contact's property that holds the date
 * @param offset how far after the date, negative for before it; whole days are days of the calendar
 *     in the contact's zone
 * @param at the time of that day in the contact's zone; null for the time that the date has
 */
public record DateRule(String property, Duration offset, @Nullable LocalTime at) {
  /** The event by which contacts enter a journey on their date. */
  public static String event(String journeyId) {
    return Trigger.START + journeyId;
  }

  /** A rule as the compiler hands it over, without a time of day; {@code offset} as ISO 8601. */
  public static DateRule of(String property, String offset) {
    return new DateRule(property, Duration.parse(offset), null);
  }

  /** The same rule at a time of day. */
  public DateRule at(LocalTime time) {
    return new DateRule(property, offset, time);
  }

  /** Whether the offset is days of the calendar. */
  public boolean countsDays() {
    return offset.equals(Duration.ofDays(offset.toDays()));
  }
}
