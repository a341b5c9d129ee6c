package dev.sojourn.hatchet.fake

import java.time.Instant
import spock.lang.Specification

class CronExpressionSpec extends Specification {
  def "after #from, '#text' ticks at #next"() {
    expect:
    CronExpression.parse(text).after(Instant.parse(from)).get() == Instant.parse(next)

    where:
    text              | from                   || next
    '* * * * *'       | '2026-03-01T10:00:00Z' || '2026-03-01T10:01:00Z'
    '*/15 * * * *'    | '2026-03-01T10:07:30Z' || '2026-03-01T10:15:00Z'
    '0 9 * * 1-5'     | '2026-02-27T09:00:00Z' || '2026-03-02T09:00:00Z'
    '0 0 29 2 *'      | '2026-03-01T00:00:00Z' || '2028-02-29T00:00:00Z'
    '30 0 9,17 * * *' | '2026-03-01T09:00:30Z' || '2026-03-01T17:00:30Z'
    '0 0 1 * 0'       | '2026-03-02T00:00:00Z' || '2026-03-08T00:00:00Z'
    '0 0 * * 7'       | '2026-03-02T00:00:00Z' || '2026-03-08T00:00:00Z'
  }

  def "'#text' is no expression"() {
    when:
    CronExpression.parse(text)

    then:
    thrown(IllegalArgumentException)

    where:
    text << ['', '* * * *', '61 * * * *', '@daily', '* * * * * * *', '*/0 * * * *']
  }
}
