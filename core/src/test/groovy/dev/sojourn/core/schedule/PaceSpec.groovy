package dev.sojourn.core.schedule

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class PaceSpec extends Specification {
  static final Instant START = Instant.parse('2026-03-01T12:00:00Z')

  def "without a rate anything may begin"() {
    given:
    def pace = Pace.of(0)

    expect:
    (1..1000).every { pace = pace.begun(START); pace.allows(START, it) }
    pace.waitAt(START) == Duration.ZERO
  }

  def "a rate of #rate lets so many begin at once, and then one each #interval"() {
    given:
    def pace = Pace.of(rate)
    def begun = 0

    when:
    while (pace.allows(START, 5)) {
      pace = pace.begun(START)
      begun++
    }

    then:
    begun == rate
    pace.waitAt(START) == Duration.parse(interval)
    !pace.allows(START + Duration.parse(interval) - Duration.ofMillis(1), 0)
    pace.allows(START + Duration.parse(interval), 0)

    where:
    rate || interval
    1    || 'PT1S'
    10   || 'PT0.1S'
    200  || 'PT0.005S'
  }

  def "over a long time the rate holds, whatever the moments of asking"() {
    given:
    def random = new Random(20260301L)
    def pace = Pace.of(20)
    def begun = 0
    def now = START

    when:
    while (now < START + Duration.ofSeconds(60)) {
      if (pace.allows(now, 0)) {
        pace = pace.begun(now)
        begun++
      } else {
        now += Duration.ofMillis(random.nextInt(20))
      }
    }

    then:
    begun <= 20 * 61
    begun >= 20 * 59
  }

  def "whoever asked for time gets it, and then one call goes ahead of the others"() {
    given:
    def pace = Pace.of(0).asked(START, Duration.ofSeconds(10))
    def after = START + Duration.ofSeconds(10)

    expect:
    !pace.allows(START, 0)
    pace.waitAt(START + Duration.ofSeconds(4)) == Duration.ofSeconds(6)
    pace.allows(after, 0)
    !pace.allows(after, 1)

    and: 'what began before says nothing'
    !pace.through(START + Duration.ofSeconds(3)).allows(after, 1)

    and: 'what got through afterwards opens it'
    pace.through(after).allows(after, 31)
  }

  def "at most a minute is waited before it is looked again, and a shorter wish takes nothing back"() {
    given:
    def pace = Pace.of(0).asked(START, Duration.ofHours(5)).asked(START, Duration.ofSeconds(1))

    expect:
    pace.waitAt(START) == Duration.ofMinutes(1)
    pace.allows(START + Duration.ofMinutes(1), 0)
    !pace.allows(START + Duration.ofMinutes(1), 1)
  }
}
