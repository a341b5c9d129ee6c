package dev.sojourn.core.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The instants that dates in properties stand for. */
public final class Dates {
  private Dates() {}

  /**
   * The instant of an ISO 8601 date, with or without time and offset: of {@code 2026-06-01} the
   * beginning of the day in the zone, of {@code 2026-06-01T09:00:00} that time in the zone.
   *
   * @param value a text, an instant or a date
   * @throws IllegalArgumentException if it is none of them
   */
  public static Instant read(@Nullable Object value, ZoneId zone) {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay(zone).toInstant();
    }
    if (value instanceof CharSequence text) {
      return parse(text.toString().strip(), zone);
    }
    throw new IllegalArgumentException(
        value == null
            ? "a date is null; ask first whether it is there: if (contact.renewsAt) { … }"
            : "'" + value + "' is no date; give a text such as '2026-06-01' or an instant");
  }

  private static Instant parse(String text, ZoneId zone) {
    try {
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      var read =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
      return read instanceof ZonedDateTime zoned
          ? zoned.toInstant()
          : LocalDateTime.from(read).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no date; write it as '2026-06-01' or '2026-06-01T09:00:00Z'", e);
    }
  }
}
