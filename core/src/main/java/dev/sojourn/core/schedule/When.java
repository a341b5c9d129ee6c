package dev.sojourn.core.schedule;

import dev.sojourn.dsl.TimeTexts;
import dev.sojourn.dsl.WhenDay;
import dev.sojourn.dsl.WhenScope;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The instants that {@code when} builds, from nothing but the present instant, a zone and its send
 * window.
 *
 * <p>Both are asked for once for each instant built, so a builder that a script keeps over a wait
 * is not behind.
 */
public final class When implements WhenScope {
  private final Supplier<Instant> now;
  private final Supplier<SendWindow> window;
  private final boolean nowIfPast;

  /** The builder at this instant; the zone is the window's. */
  public When(Supplier<Instant> now, Supplier<SendWindow> window) {
    this(now, window, false);
  }

  private When(Supplier<Instant> now, Supplier<SendWindow> window, boolean nowIfPast) {
    this.now = now;
    this.window = window;
    this.nowIfPast = nowIfPast;
  }

  @Override
  public WhenDay next(DayOfWeek weekday) {
    return new Day(present -> present.with(TemporalAdjusters.nextOrSame(weekday)), 7);
  }

  @Override
  public Instant nextLocal(LocalTime time) {
    return new Day(present -> present, 1).at(time);
  }

  @Override
  public WhenDay tomorrow() {
    return new Day(present -> present.plusDays(1), 1);
  }

  @Override
  public WhenDay in(Duration time) {
    return new Day(present -> moved(present, ahead(time, time.isNegative())), 1);
  }

  @Override
  public WhenDay in(Period period) {
    return new Day(present -> present.plus(ahead(period, period.isNegative())), 1);
  }

  private static <T> T ahead(T length, boolean negative) {
    if (negative) {
      throw new IllegalArgumentException(
          "'when.in' takes a length of zero or more, not '" + length + "'");
    }
    return length;
  }

  @Override
  public WhenDay on(@Nullable Object date) {
    return new Day(
        present -> Dates.read(date, present.getZone()).atZone(present.getZone()), Day.ONLY_ONE);
  }

  @Override
  public WhenScope tz(ZoneId zone) {
    return new When(now, () -> window.get().in(zone), nowIfPast);
  }

  @Override
  public WhenScope window(LocalTime start, LocalTime end) {
    return new When(now, () -> new SendWindow(start, end, window.get().zone()), nowIfPast);
  }

  @Override
  public WhenScope ifPast(String meaning) {
    return new When(now, window, TimeTexts.meansNow(meaning));
  }

  /** Moves by whole days of the calendar, then by what is left over. */
  private static ZonedDateTime moved(ZonedDateTime from, Duration by) {
    return from.plusDays(by.toDays()).plus(by.minusDays(by.toDays()));
  }

  /** A day as seen from the present, and how many days on the next of its kind is. */
  private final class Day implements WhenDay {
    private static final int ONLY_ONE = 0;

    private final UnaryOperator<ZonedDateTime> day;
    private final int step;

    private Day(UnaryOperator<ZonedDateTime> day, int step) {
      this.day = day;
      this.step = step;
    }

    @Override
    public Instant at(LocalTime time) {
      var hours = window.get();
      var present = now.get().atZone(hours.zone());
      var date = day.apply(present).toLocalDate();
      return hours.nextOpening(notPast(date, time, present));
    }

    private Instant notPast(LocalDate date, LocalTime time, ZonedDateTime present) {
      var instant = instant(date, time, present.getZone());
      if (instant.isAfter(present.toInstant())) {
        return instant;
      }
      return nowIfPast || step == ONLY_ONE ? present.toInstant() : nextOfKind(date, time, present);
    }

    private Instant nextOfKind(LocalDate date, LocalTime time, ZonedDateTime present) {
      var behind = Math.max(0, ChronoUnit.DAYS.between(date, present.toLocalDate()));
      var next = date.plusDays(behind - behind % step);
      while (!instant(next, time, present.getZone()).isAfter(present.toInstant())) {
        next = next.plusDays(step);
      }
      return instant(next, time, present.getZone());
    }

    /** Java's rule is ours: after a gap as long as the gap, and the first of two. */
    private static Instant instant(LocalDate date, LocalTime time, ZoneId zone) {
      return ZonedDateTime.of(date, time, zone).toInstant();
    }

    @Override
    public WhenDay plus(Duration time) {
      return new Day(present -> moved(day.apply(present), time), step);
    }

    @Override
    public WhenDay plus(Period period) {
      return new Day(present -> day.apply(present).plus(period), step);
    }

    @Override
    public WhenDay minus(Duration time) {
      return plus(time.negated());
    }

    @Override
    public WhenDay minus(Period period) {
      return new Day(present -> day.apply(present).minus(period), step);
    }
  }
}
