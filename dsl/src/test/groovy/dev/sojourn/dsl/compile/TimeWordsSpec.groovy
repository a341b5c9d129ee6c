package dev.sojourn.dsl.compile

/** Durations, periods and instants as authors write them. */
class TimeWordsSpec extends ScriptSpecification {

  def "#code is #value"() {
    expect:
    run("log(($code).toString())").said == [value]

    where:
    code                                          | value
    '90.minutes'                                  | 'PT1H30M'
    '1.month'                                     | 'P1M'
    '3.months'                                    | 'P3M'
    '1.year'                                      | 'P1Y'
    '2.years'                                     | 'P2Y'
    'now() - 30.days'                             | '1969-12-02T00:00:00Z'
    'now() + 2.hours'                             | '1970-01-01T02:00:00Z'
    'now() + 1.day - 1.hour'                      | '1970-01-01T23:00:00Z'
    '(now() + 3.days) - now()'                    | 'PT72H'
    'LocalDate.of(2026, 1, 31) + 1.month'         | '2026-02-28'
    'LocalDate.of(2026, 3, 1) - 1.year'           | '2025-03-01'
    '1.year + 2.months'                           | 'P1Y2M'
  }

  def "instants and durations are compared: #code"() {
    expect:
    run("if ($code) log 'yes'").said == ['yes']

    where:
    code << [
      "event.occurredAt > now() - 30.days",
      "event.occurredAt <= now()",
      "now() + 2.hours >= now() + 120.minutes",
      "now() - 1.day < event.occurredAt && event.occurredAt < now() + 1.day",
      "now() - event.occurredAt < 2.days",
      "now() == event.occurredAt",
      "(now() <=> event.occurredAt) == 0",
      "2.days > 47.hours",
      "[now(), now() + 1.day].max() > now()",
    ]
  }

  def "a step waits until an instant that is counted"() {
    expect:
    run("sleepUntil now() + 2.days").said == ['until 1970-01-03T00:00:00Z']
    run("sleepUntil event.occurredAt - 30.days, label: 'x'").said == ['until 1969-12-02T00:00:00Z']
  }

  def "#code is refused: #message"() {
    expect:
    stepsRefused(code) == ["journeys/sample.groovy:4:$column: $message"]

    where:
    code                                        | column | message
    "sleepUntil 2.days.ago"                     | 12 | "a duration such as 2.days has no 'ago'; count from now(): now() - 2.days"
    "sleepUntil 3.hours.fromNow"                | 12 | "a duration such as 2.days has no 'fromNow'; count from now(): now() + 2.days"
    "sleepUntil 3.hours.fromNow()"              | 12 | "a duration such as 2.days has no 'fromNow' that takes (); count from now(): now() + 2.days"
    "def d = 1.month.ago"                       | 9  | "a period such as 1.month has no 'ago'; count from now(): now() - 2.days"
    "sleepFor 1.month"                          | 1  | "'sleepFor' does not take (a period such as 1.month); it takes (a duration such as 2.days)"
    "sleepFor 2.monhts"                         | 10 | "a whole number has no 'monhts'; did you mean 'months'?"
    "sleepUntil now() + 1.month"                | 12 | "an instant knows no months; count them from its day: (when.on(instant) + 1.month).at('09:00')"
    "def t = now(); t -= 1.year"                 | 16 | "an instant knows no months; count them from its day: (when.on(instant) + 1.month).at('09:00')"
    "log now().minus(1.year).toString()"        | 11 | "an instant knows no months; count them from its day: (when.on(instant) + 1.month).at('09:00')"
    "def d = LocalDate.of(2026, 1, 1) + 2.days" | 9  | "a date has no hours; count its days: date.plusDays(2)"
    "def d = 2.days + 1.month"                  | 9  | "a duration such as 2.days has no 'plus' that takes (a period such as 1.month); it is added to another: 2.days + 3.hours"
    "def d = 1.month + 2.days"                  | 9  | "months and hours do not add up; count them one by one: (when.in(1.month) + 2.days).at('09:00')"
  }
}
