package dev.sojourn.core.schedule

import dev.sojourn.dsl.WhenScope
import java.time.DayOfWeek
import java.time.Duration
import java.time.Instant
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.Period
import java.time.ZoneId
import java.time.ZonedDateTime
import spock.lang.Specification

class WhenSpec extends Specification {
  static final ZoneId NEW_YORK = ZoneId.of('America/New_York')

  def "in New York at #now, #what is #instant"() {
    expect:
    shown(built.call(at(now))) == instant

    where:
    now                | what                               | built                                          || instant
    '2026-06-01T15:00' | "nextLocal 14:00"                  | { it.nextLocal('14:00') }                      || '2026-06-02T14:00-04:00'
    '2026-06-01T14:00' | "nextLocal 14:00"                  | { it.nextLocal('14:00') }                      || '2026-06-02T14:00-04:00'
    '2026-06-01T13:59' | "nextLocal 14:00"                  | { it.nextLocal('14:00') }                      || '2026-06-01T14:00-04:00'
    '2026-06-02T06:00' | "next tue at 08:00"                | { it.next('tue').at('08:00') }                 || '2026-06-02T08:00-04:00'
    '2026-06-02T09:00' | "next tue at 08:00"                | { it.next('tue').at('08:00') }                 || '2026-06-09T08:00-04:00'
    '2026-06-02T08:00' | "next tuesday at 08:00"            | { it.next(DayOfWeek.TUESDAY).at('08:00') }     || '2026-06-09T08:00-04:00'
    '2026-06-02T09:00' | "next monday at 08:00"             | { it.next('monday').at('08:00') }              || '2026-06-08T08:00-04:00'
    '2026-06-02T09:00' | "next wed at 08:00"                | { it.next('Wed').at('08:00') }                 || '2026-06-03T08:00-04:00'
    '2026-06-01T09:00' | "tomorrow at 08:00"                | { it.tomorrow().at('08:00') }                  || '2026-06-02T08:00-04:00'
    '2026-06-01T09:00' | "in 1 hour at 08:00"               | { it.in(Duration.ofHours(1)).at('08:00') }     || '2026-06-02T08:00-04:00'
    '2026-06-01T09:00' | "in 1 hour at 11:00"               | { it.in(Duration.ofHours(1)).at('11:00') }     || '2026-06-01T11:00-04:00'
    '2026-06-01T09:00' | "in 3 days at 08:00"               | { it.in(Duration.ofDays(3)).at('08:00') }      || '2026-06-04T08:00-04:00'
    '2026-03-06T23:30' | "in 3 days over the change of time"| { it.in(Duration.ofDays(3)).at('08:00') }      || '2026-03-09T08:00-04:00'
    '2026-01-31T09:00' | "in 1 month at 08:00"              | { it.in(Period.ofMonths(1)).at('08:00') }      || '2026-02-28T08:00-05:00'
    '2026-06-01T09:00' | "in no time at 08:00"              | { it.in(Duration.ZERO).at('08:00') }           || '2026-06-02T08:00-04:00'
    '2026-03-07T15:00' | "a time that the clock skips"      | { it.nextLocal('02:30') }                      || '2026-03-08T03:30-04:00'
    '2026-10-31T15:00' | "a time that comes twice"          | { it.nextLocal('01:30') }                      || '2026-11-01T01:30-04:00'
    '2026-11-01T01:30' | "its second coming is past"        | { it.nextLocal('01:30') }                      || '2026-11-02T01:30-05:00'
    '2026-03-07T09:00' | "the day of 23 hours is a day"     | { it.nextLocal('09:00') }                      || '2026-03-08T09:00-04:00'
    '2026-06-01T09:00' | "tz Berlin, nextLocal 14:00"       | { it.tz('Europe/Berlin').nextLocal('14:00') }  || '2026-06-02T08:00-04:00'
    '2026-06-01T09:00' | "next monday, two weeks on"        | { it.next('mon').plus(Duration.ofDays(14)).at('10:00') }    || '2026-06-15T10:00-04:00'
    '2026-06-01T09:00' | "two days before next monday"      | { it.next('mon').minus(Duration.ofDays(2)).at('10:00') }    || '2026-06-06T10:00-04:00'
    '2026-06-01T09:00' | "ten years before next monday"     | { it.next('mon').minus(Period.ofYears(10)).at('10:00') }    || '2026-06-03T10:00-04:00'
  }

  def "in a window of #window, #time is moved to #instant"() {
    expect:
    shown(at('2026-06-01T00:00').window(*window).nextLocal(time)) == instant

    where:
    window             | time    || instant
    ['09:00', '17:00'] | '07:00' || '2026-06-01T09:00-04:00'
    ['09:00', '17:00'] | '09:00' || '2026-06-01T09:00-04:00'
    ['09:00', '17:00'] | '16:59' || '2026-06-01T16:59-04:00'
    ['09:00', '17:00'] | '17:00' || '2026-06-02T09:00-04:00'
    ['09:00', '17:00'] | '23:00' || '2026-06-02T09:00-04:00'
    ['22:00', '06:00'] | '12:00' || '2026-06-01T22:00-04:00'
    ['22:00', '06:00'] | '03:00' || '2026-06-01T03:00-04:00'
    ['22:00', '06:00'] | '06:00' || '2026-06-01T22:00-04:00'
    ['22:00', '06:00'] | '23:00' || '2026-06-01T23:00-04:00'
    ['09:00', '09:00'] | '03:00' || '2026-06-01T03:00-04:00'
  }

  def "the window of the settings holds until a script says another, and follows the zone"() {
    given:
    def office = new SendWindow(LocalTime.of(9, 0), LocalTime.of(17, 0), NEW_YORK)
    def when = new When({ Instant.parse('2026-06-01T04:00:00Z') }, { office })

    expect:
    shown(when.nextLocal('07:00')) == '2026-06-01T09:00-04:00'
    shown(when.window('06:00', '08:00').nextLocal('07:00')) == '2026-06-01T07:00-04:00'
    when.tz('Europe/Berlin').nextLocal('07:00') == Instant.parse('2026-06-01T07:00:00Z')
    when.window('06:00', '08:00').tz('Europe/Berlin').nextLocal('07:00') == Instant.parse('2026-06-01T05:00:00Z')
  }

  def "a time that has passed is #instant if the script says ifPast '#meaning'"() {
    expect:
    shown(built.call(at('2026-06-02T09:00').ifPast(meaning))) == instant

    where:
    meaning | built                                          || instant
    'now'   | { it.nextLocal('08:00') }                      || '2026-06-02T09:00-04:00'
    'now'   | { it.nextLocal('09:00') }                      || '2026-06-02T09:00-04:00'
    'now'   | { it.nextLocal('10:00') }                      || '2026-06-02T10:00-04:00'
    'now'   | { it.next('tue').at('08:00') }                 || '2026-06-02T09:00-04:00'
    'now'   | { it.window('10:00', '17:00').nextLocal('08:00') } || '2026-06-02T10:00-04:00'
    'next'  | { it.nextLocal('08:00') }                      || '2026-06-03T08:00-04:00'
    'now'   | { it.ifPast('next').nextLocal('08:00') }       || '2026-06-03T08:00-04:00'
  }

  def "days are counted from the date #date: #instant"() {
    expect:
    shown(built.call(at('2026-02-01T12:00').on(date)).at('09:00')) == instant

    where:
    date                        | built                                  || instant
    '2026-03-20'                | { it }                                 || '2026-03-20T09:00-04:00'
    '2026-03-20'                | { it.minus(Duration.ofDays(30)) }      || '2026-02-18T09:00-05:00'
    '2026-03-20'                | { it.minus(Period.ofMonths(1)) }       || '2026-02-20T09:00-05:00'
    '2026-03-31'                | { it.minus(Period.ofMonths(1)) }       || '2026-02-28T09:00-05:00'
    '2026-03-20T03:00:00Z'      | { it }                                 || '2026-03-19T09:00-04:00'
    '2026-03-20'                | { it.plus(Period.ofYears(1)) }         || '2027-03-20T09:00-04:00'
    '2026-03-20'                | { it.plus(Duration.ofHours(36)) }      || '2026-03-21T09:00-04:00'
    Instant.parse('2026-03-20T12:00:00Z') | { it }                       || '2026-03-20T09:00-04:00'
    '2026-02-01'                | { it }                                 || '2026-02-01T12:00-05:00'
    '2020-02-01'                | { it }                                 || '2026-02-01T12:00-05:00'
  }

  def "a builder that is kept goes with the time"() {
    given:
    def now = Instant.parse('2026-06-01T12:00:00Z')
    def when = new When({ now }, { SendWindow.always(NEW_YORK) })
    def kept = when.window('06:00', '20:00').next('fri')

    when:
    now = Instant.parse('2026-06-06T12:00:00Z')

    then:
    shown(kept.at('09:00')) == '2026-06-12T09:00-04:00'
  }

  def "the slip #slip is refused"() {
    when:
    built.call(at('2026-06-01T09:00'))

    then:
    def e = thrown(IllegalArgumentException)
    e.message == message

    where:
    slip              | built                             || message
    "tz('Berlin')"    | { it.tz('Berlin') }               || "'Berlin' is no time zone; write one such as 'Europe/Berlin' or 'UTC'"
    "next('mo')"      | { it.next('mo') }                 || "'mo' is no day of the week; write it as 'mon' or 'monday'"
    "at('9:00')"      | { it.tomorrow().at('9:00') }      || "'9:00' is no time of day; write it with two digits each, such as '09:00'"
    "24:00"           | { it.nextLocal('24:00') }         || "'24:00' is no time of day; write it with two digits each, such as '09:00'"
    "window('9','5')" | { it.window('9', '5') }           || "'9' is no time of day; write it with two digits each, such as '09:00'"
    "ifPast('later')" | { it.ifPast('later') }            || "ifPast takes 'next' or 'now', not 'later'"
    "in(-1.day)"      | { it.in(Duration.ofDays(-1)).at('09:00') } || "'when.in' takes a length of zero or more, not 'PT-24H'"
    "on(null)"        | { it.on(null).at('09:00') }       || "a date is null; ask first whether it is there: if (contact.renewsAt) { … }"
  }

  private static WhenScope at(String local) {
    def now = LocalDateTime.parse(local).atZone(NEW_YORK).toInstant()
    new When({ now }, { SendWindow.always(NEW_YORK) })
  }

  private static String shown(Instant instant) {
    ZonedDateTime.ofInstant(instant, NEW_YORK).toOffsetDateTime()
  }
}
