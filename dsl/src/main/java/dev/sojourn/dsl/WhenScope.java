package dev.sojourn.dsl;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Builds the instants for {@code sleepUntil} from days and times in the contact's zone; it does not
 * wait by itself: {@code sleepUntil when.next(monday).at('09:00')}.
 */
public interface WhenScope {
  /** The next such day of the week: today if the time is still ahead, else one to seven days on. */
  WhenDay next(DayOfWeek weekday);

  /** The next such day of the week by its name: {@code when.next('mon')} or {@code 'monday'}. */
  default WhenDay next(String weekday) {
    return next(TimeTexts.weekday(weekday));
  }

  /** The next instant when a clock shows this time: today if it is still ahead, else tomorrow. */
  default Instant nextLocal(String time) {
    return nextLocal(TimeTexts.time(time));
  }

  /** The next instant when a clock shows this time: today if it is still ahead, else tomorrow. */
  Instant nextLocal(LocalTime time);

  /** The day after today. */
  WhenDay tomorrow();

  /** The day this long from now, or the one after it if its time has passed. */
  WhenDay in(Duration time);

  /** The day this long from now by the calendar: {@code when.in(1.month)}. */
  WhenDay in(Period period);

  /**
   * The day of a date, such as a property of the contact: {@code when.on(contact.renewsAt) -
   * 30.days}; if it has passed, its instant is now. The date is an instant, a date, or their text
   * as {@code date} reads it.
   */
  WhenDay on(@Nullable Object date);

  /** The same words in another zone: {@code when.tz('Europe/Berlin')}. */
  default WhenScope tz(String zone) {
    return tz(TimeTexts.zone(zone));
  }

  /** The same words in another zone. */
  WhenScope tz(ZoneId zone);

  /**
   * The same words with another send window, from its start to before its end: {@code
   * when.window('09:00', '17:00')}. A window may wrap midnight; with both times the same it is
   * always open.
   */
  default WhenScope window(String start, String end) {
    return window(TimeTexts.time(start), TimeTexts.time(end));
  }

  /** The same words with another send window, from its start to before its end. */
  WhenScope window(LocalTime start, LocalTime end);

  /**
   * The same words, with what a time that has passed means: {@code 'next'}, as when nothing is
   * said, the next one of its kind; {@code 'now'} the present instant.
   */
  WhenScope ifPast(String meaning);
}
