package dev.sojourn.core.schedule;

import dev.sojourn.dsl.definition.DateRule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When a contact enters on a date of its own. */
public sealed interface Occasion {
  /** The contact has no such date. */
  record None() implements Occasion {}

  /** What stands there is no date; {@code why} says so in a sentence. */
  record Unreadable(@Nullable Object value, String why) implements Occasion {}

  /** At this instant, to the microsecond. */
  record At(@Nullable Object value, Instant instant) implements Occasion {}

  /**
   * The occasion of a contact.
   *
   * @param property the value of the contact's property by its name, null if it has none
   */
  static Occasion of(DateRule rule, Function<String, ? extends @Nullable Object> property) {
    Object value = property.apply(rule.property());
    if (value == null || (value instanceof String text && text.isBlank())) {
      return new None();
    }
    var zone = TimeZones.of(null, property, null);
    try {
      var date = Dates.read(value, zone);
      var year = date.atZone(zone).getYear();
      // Far inside of what the database's calendar holds, whatever the offset.
      return year < 1 || year > 9999
          ? new Unreadable(value, "'" + value + "' lies outside of the years 1 to 9999")
          : new At(value, moved(date, rule, zone).truncatedTo(ChronoUnit.MICROS));
    } catch (IllegalArgumentException unreadable) {
      return new Unreadable(value, String.valueOf(unreadable.getMessage()));
    }
  }

  private static Instant moved(Instant date, DateRule rule, ZoneId zone) {
    var at = rule.at();
    if (!rule.countsDays()) {
      return date.plus(rule.offset());
    }
    var day = date.atZone(zone).plusDays(rule.offset().toDays());
    // Java's rule is ours, as in When: after a gap as long as the gap, and the first of two.
    return (at == null ? day : ZonedDateTime.of(day.toLocalDate(), at, zone)).toInstant();
  }
}
