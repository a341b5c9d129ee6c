package dev.sojourn.dsl;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;

/** A day that still lacks its time: {@code when.tomorrow()}. Its days are those of a calendar. */
public interface WhenDay {
  /**
   * The instant when a clock in the contact's zone shows this time on the day: {@code at('09:00')}.
   * A time that the change to summer time skips is as much later; of a time that comes twice it is
   * the first. Outside the send window it is the window's next opening.
   */
  default Instant at(String time) {
    return at(TimeTexts.time(time));
  }

  /** The instant when a clock in the contact's zone shows this time on the day. */
  Instant at(LocalTime time);

  /** The day this long after it: {@code when.next(monday) + 2.weeks}. */
  WhenDay plus(Duration time);

  /** The day this long after it, by the calendar: {@code when.on(contact.since) + 1.month}. */
  WhenDay plus(Period period);

  /** The day this long before it: {@code when.on(contact.renewsAt) - 30.days}. */
  WhenDay minus(Duration time);

  /** The day this long before it, by the calendar: {@code when.on(contact.renewsAt) - 1.month}. */
  WhenDay minus(Period period);
}
