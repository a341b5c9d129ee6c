package dev.sojourn.core.schedule

import dev.sojourn.dsl.definition.DateRule
import java.time.Duration
import java.time.Instant
import java.time.LocalTime
import spock.lang.Specification

/** When contacts enter on a date of theirs. */
class AppointmentSpec extends Specification {
  static final Instant NOW = Instant.parse('2026-01-05T09:00:00Z')
  static final DateRule MONTH_BEFORE = rule('P-30D')

  def "#value by #offset at #at in #zone is #instant"() {
    expect:
    Occasion.of(rule(offset, at), [renewsAt: value, timezone: zone].&get) ==
        new Occasion.At(value, Instant.parse(instant))

    where:
    value                       | offset   | at      | zone               || instant
    '2026-12-24'                | 'PT0S'   | null    | null               || '2026-12-24T00:00:00Z'
    '2026-12-24'                | 'P-30D'  | null    | null               || '2026-11-24T00:00:00Z'
    '2026-12-24'                | 'P-30D'  | '09:00' | 'America/New_York' || '2026-11-24T14:00:00Z'
    '2026-12-24T15:30:00'       | 'P1D'    | null    | 'Europe/Berlin'    || '2026-12-25T14:30:00Z'
    '2026-12-24T15:30:00Z'      | 'PT-12H' | null    | 'Europe/Berlin'    || '2026-12-24T03:30:00Z'
    '2026-12-24T23:30:00-05:00' | 'PT0S'   | '09:00' | 'Europe/Berlin'    || '2026-12-25T08:00:00Z'
    '2026-03-30T08:00:00'       | 'P-1D'   | null    | 'Europe/Berlin'    || '2026-03-29T06:00:00Z'
    '2026-03-30T08:00:00'       | 'PT-25H' | null    | 'Europe/Berlin'    || '2026-03-29T05:00:00Z'
    '2026-03-30'                | 'P-1D'   | '02:30' | 'Europe/Berlin'    || '2026-03-29T01:30:00Z'
    '2026-10-26'                | 'P-1D'   | '02:30' | 'Europe/Berlin'    || '2026-10-25T00:30:00Z'
    '2026-12-24'                | 'P-30D'  | null    | 'Nowhere/Land'     || '2026-11-24T00:00:00Z'
    '2026-12-24T00:00:00.1234567Z' | 'PT0S' | null   | null               || '2026-12-24T00:00:00.123456Z'
  }

  def "without a date there is nothing to wait for: #value.inspect()"() {
    expect:
    Appointment.of(MONTH_BEFORE, [renewsAt: value].&get, NOW, NOW) == new Appointment.Nothing()

    where:
    value << [null, '', ' ']
  }

  def "what is no date is said to be none: #value.inspect()"() {
    expect:
    Appointment.of(MONTH_BEFORE, [renewsAt: value].&get, NOW, null) ==
        new Appointment.Missed('date_unreadable', [renewsAt: shown])

    where:
    value               || shown
    'soon'              || 'soon'
    '24.12.2026'        || '24.12.2026'
    1798070400          || '1798070400'
    true                || 'true'
    [day: 24]           || '{day=24}'
    '+10000-01-01'      || '+10000-01-01'
    '-0001-01-01'       || '-0001-01-01'
    'x' * 1_000         || 'x' * 200
  }

  def "the last of the years that count is waited for, though its rule leads out of them"() {
    expect:
    Appointment.of(rule('P36500D'), [renewsAt: '9999-12-31'].&get, NOW, NOW) instanceof Appointment.Ahead
  }

  def "a date ahead is waited for, one that was waited for is due, one that had passed before is missed"() {
    given:
    def at = Instant.parse('2026-02-01T00:00:00Z')
    def decide = { String now, String since ->
      Appointment.of(MONTH_BEFORE, [renewsAt: '2026-03-03'].&get, Instant.parse(now), since ? Instant.parse(since) : null)
    }

    expect:
    decide('2026-01-31T23:59:59Z', '2026-01-01T00:00:00Z') == new Appointment.Ahead(at)
    decide('2026-02-01T00:00:00Z', null) == new Appointment.Due([date: at.toString(), renewsAt: '2026-03-03'])
    decide('2026-05-01T00:00:00Z', null) == new Appointment.Due([date: at.toString(), renewsAt: '2026-03-03'])

    and: 'the instant itself counts, also when it is looked at a little later'
    decide('2026-02-01T00:00:02Z', '2026-02-01T00:00:00Z') instanceof Appointment.Due
    decide('2026-02-01T00:00:02Z', '2026-02-01T00:00:00.001Z') ==
        new Appointment.Missed('date_passed', [renewsAt: '2026-03-03', date: at.toString()])
  }

  def "a property of the name 'date' stays what the contact says"() {
    expect:
    Appointment.of(new DateRule('date', Duration.ZERO, null), [date: '2026-01-01'].&get, NOW, null) ==
        new Appointment.Due([date: '2026-01-01'])
  }

  static DateRule rule(String offset, String at = null) {
    def rule = DateRule.of('renewsAt', offset)
    at ? rule.at(LocalTime.parse(at)) : rule
  }
}
