package dev.sojourn.core.schedule

import dev.sojourn.dsl.WhenScope
import java.time.DayOfWeek
import java.time.Duration
import java.time.Instant
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.Period
import java.time.ZoneId
import spock.lang.Specification

class WhenPropertySpec extends Specification {
  static final long SEED = Long.getLong('sojourn.seed', new Random().nextLong())
  static final List<String> ZONES = ZoneId.availableZoneIds.findAll { it.contains('/') }.sort()
  static final Instant FROM = Instant.parse('1990-01-01T00:00:00Z')
  static final long SECONDS = Duration.ofDays(50 * 365).toSeconds()

  def "what is built is ahead, and in the window (seed #seed)"() {
    expect:
    4_000.times {
      def c = new Case(random)
      def instant = c.build(c.scope())
      assert instant > c.now : c
      assert c.window.isOpen(instant) : c
    }

    where:
    seed = SEED
    random = new Random(seed)
  }

  def "where a time that has passed means now, what is built is never behind, and in the window (seed #seed)"() {
    expect:
    4_000.times {
      def c = new Case(random)
      def instant = c.build(c.scope().ifPast('now'))
      assert instant >= c.now : c
      assert c.window.isOpen(instant) : c
      assert instant <= c.build(c.scope()) : c
    }

    where:
    seed = SEED
    random = new Random(seed)
  }

  def "without a window a clock shows the time, the first time it does, or is just set past it (seed #seed)"() {
    expect:
    4_000.times {
      def c = new Case(random)
      def rules = c.zone.rules
      def instant = c.build(c.scope().window('00:00', '00:00'))
      def clock = LocalDateTime.ofInstant(instant, c.zone)
      if (clock.toLocalTime() == c.time) {
        assert rules.getOffset(instant) == rules.getValidOffsets(clock)[0] : c
      } else {
        def change = rules.previousTransition(instant.plusMillis(1))
        assert change.gap : c
        def meant = clock.minus(change.duration)
        assert meant.toLocalTime() == c.time && rules.getValidOffsets(meant).empty : c
      }
    }

    where:
    seed = SEED
    random = new Random(seed)
  }

  def "a window opens at the first minute that is inside (seed #seed)"() {
    expect:
    200.times {
      def c = new Case(random)
      def minute = c.now
      while (!c.window.isOpen(minute)) {
        minute = minute.plusSeconds(60)
      }
      assert c.window.nextOpening(c.now) == minute : c
    }

    where:
    seed = SEED
    random = new Random(seed)
  }

  /** A moment, half of them near a change of the clock, a window and something to build. */
  static class Case {
    final ZoneId zone
    final Instant now
    final SendWindow window
    final LocalTime time
    final int kind
    final int length

    Case(Random random) {
      zone = ZoneId.of(ZONES[random.nextInt(ZONES.size())])
      now = wholeMinute(random)
      window = new SendWindow(quarter(random), quarter(random), zone)
      time = quarter(random)
      kind = random.nextInt(6)
      length = random.nextInt(100)
    }

    private Instant wholeMinute(Random random) {
      def any = FROM.plusSeconds((random.nextDouble() * SECONDS) as long)
      def change = random.nextBoolean() ? zone.rules.nextTransition(any) : null
      def seconds = change == null ? any.epochSecond : change.instant.epochSecond + random.nextInt(4 * 86_400) - 2 * 86_400
      Instant.ofEpochSecond(Math.floorDiv(seconds, 60L) * 60)
    }

    private static LocalTime quarter(Random random) {
      def hour = random.nextBoolean() ? random.nextInt(24) : random.nextInt(4)
      LocalTime.of(hour, random.nextInt(4) * 15)
    }

    WhenScope scope() {
      new When({ now }, { window })
    }

    Instant build(WhenScope when) {
      switch (kind) {
        case 0: return when.nextLocal(time)
        case 1: return when.next(DayOfWeek.of(length % 7 + 1)).at(time)
        case 2: return when.tomorrow().at(time)
        case 3: return when.in(Duration.ofHours(length)).at(time)
        case 4: return when.in(Period.ofMonths(length)).at(time)
        default: return when.next(DayOfWeek.of(length % 7 + 1)).minus(Duration.ofDays(length)).at(time)
      }
    }

    String toString() {
      "seed $SEED: $zone at $now, window $window.start to $window.end, time $time, kind $kind, length $length"
    }
  }
}
