package dev.sojourn.dsl;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.stream.Stream;

/** The forms in which times are written as text; each refuses others with how to write it. */
public final class TimeTexts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  private TimeTexts() {}

  /** The time of day that {@code 09:00} writes. */
  public static LocalTime time(String text) {
    try {
      return LocalTime.parse(text, TIME);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time of day; write it with two digits each, such as '09:00'", e);
    }
  }

  /** The day that {@code mon} or {@code monday} writes, in any case. */
  public static DayOfWeek weekday(String text) {
    String wanted = text.toUpperCase(Locale.ROOT);
    return Stream.of(DayOfWeek.values())
        .filter(day -> wanted.equals(day.name()) || wanted.equals(day.name().substring(0, 3)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is no day of the week; write it as 'mon' or 'monday'"));
  }

  /** The zone that {@code Europe/Berlin} names. */
  public static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time zone; write one such as 'Europe/Berlin' or 'UTC'", e);
    }
  }

  /** Whether the text says that a time that has passed means the present instant. */
  public static boolean meansNow(String text) {
    return switch (text) {
      case "now" -> true;
      case "next" -> false;
      default ->
          throw new IllegalArgumentException("ifPast takes 'next' or 'now', not '" + text + "'");
    };
  }
}
