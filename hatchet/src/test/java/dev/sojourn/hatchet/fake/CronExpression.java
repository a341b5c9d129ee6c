package dev.sojourn.hatchet.fake;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;

/**
 * A cron expression of five fields, or six with leading seconds, in UTC. Numbers, lists, ranges and
 * steps; no names.
 */
record CronExpression(
    BitSet seconds,
    BitSet minutes,
    BitSet hours,
    BitSet days,
    BitSet months,
    BitSet weekdays,
    boolean anyDay) {

  /**
   * The expression of that text.
   *
   * @throws IllegalArgumentException where it is none
   */
  static CronExpression parse(String text) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != 5 && fields.length != 6) {
      throw new IllegalArgumentException("'" + text + "' has not five or six fields");
    }
    int first = fields.length - 5;
    BitSet seconds = first == 1 ? field(fields[0], 0, 59) : field("0", 0, 59);
    BitSet weekdays = field(fields[first + 4], 0, 7);
    if (weekdays.get(7)) {
      weekdays.set(0);
    }
    return new CronExpression(
        seconds,
        field(fields[first], 0, 59),
        field(fields[first + 1], 0, 23),
        field(fields[first + 2], 1, 31),
        field(fields[first + 3], 1, 12),
        weekdays,
        fields[first + 2].equals("*") || fields[first + 4].equals("*"));
  }

  private static BitSet field(String text, int low, int high) {
    BitSet set = new BitSet();
    for (String part : text.split(",", -1)) {
      String[] step = part.split("/", 2);
      String[] range =
          step[0].equals("*") ? new String[] {"" + low, "" + high} : step[0].split("-", 2);
      int from = Integer.parseInt(range[0]);
      int to = range.length == 2 ? Integer.parseInt(range[1]) : step.length == 2 ? high : from;
      int by = step.length == 2 ? Integer.parseInt(step[1]) : 1;
      if (from < low || to > high || by < 1) {
        throw new IllegalArgumentException("'" + part + "' is not within " + low + " to " + high);
      }
      for (int value = from; value <= to; value += by) {
        set.set(value);
      }
    }
    return set;
  }

  /** The first tick after the instant; none within four years where there is none. */
  Optional<Instant> after(Instant instant) {
    ZonedDateTime time =
        instant.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    ZonedDateTime end = time.plusYears(4);
    while (time.isBefore(end)) {
      if (!months.get(time.getMonthValue()) || !isDay(time)) {
        time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      } else if (!hours.get(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minutes.get(time.getMinute())) {
        time = time.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
      } else if (!seconds.get(time.getSecond())) {
        time = time.plusSeconds(1);
      } else {
        return Optional.of(time.toInstant());
      }
    }
    return Optional.empty();
  }

  private boolean isDay(ZonedDateTime time) {
    boolean isDate = days.get(time.getDayOfMonth());
    boolean isWeekday =
        weekdays.get(time.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : time.getDayOfWeek().getValue());
    return anyDay ? isDate && isWeekday : isDate || isWeekday;
  }
}
