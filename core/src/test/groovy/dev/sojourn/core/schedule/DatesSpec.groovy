package dev.sojourn.core.schedule

import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import spock.lang.Specification

class DatesSpec extends Specification {
  static final ZoneId BERLIN = ZoneId.of('Europe/Berlin')

  def "#value is the instant #instant"() {
    expect:
    Dates.read(value, BERLIN) == Instant.parse(instant)

    where:
    value                                 || instant
    '2026-06-01'                          || '2026-05-31T22:00:00Z'
    ' 2026-06-01 '                        || '2026-05-31T22:00:00Z'
    '2026-06-01T09:00:00Z'                || '2026-06-01T09:00:00Z'
    '2026-06-01T09:00:00.123456Z'         || '2026-06-01T09:00:00.123456Z'
    '2026-06-01T09:00:00+05:30'           || '2026-06-01T03:30:00Z'
    '2026-06-01T09:00'                    || '2026-06-01T07:00:00Z'
    '2026-03-29T02:30:00'                 || '2026-03-29T01:30:00Z'
    '2026-06-01T09:00Z[America/New_York]' || '2026-06-01T09:00:00Z'
    "2026-06-0${1}"                       || '2026-05-31T22:00:00Z'
    LocalDate.of(2026, 6, 1)              || '2026-05-31T22:00:00Z'
    Instant.EPOCH                         || '1970-01-01T00:00:00Z'
  }

  def "#value is no date"() {
    when:
    Dates.read(value, BERLIN)

    then:
    def e = thrown(IllegalArgumentException)
    e.message == message

    where:
    value        || message
    null         || "a date is null; ask first whether it is there: if (contact.renewsAt) { … }"
    'soon'       || "'soon' is no date; write it as '2026-06-01' or '2026-06-01T09:00:00Z'"
    ''           || "'' is no date; write it as '2026-06-01' or '2026-06-01T09:00:00Z'"
    '2026-13-01' || "'2026-13-01' is no date; write it as '2026-06-01' or '2026-06-01T09:00:00Z'"
    '2026-02-30' || "'2026-02-30' is no date; write it as '2026-06-01' or '2026-06-01T09:00:00Z'"
    '01.06.2026' || "'01.06.2026' is no date; write it as '2026-06-01' or '2026-06-01T09:00:00Z'"
    1767225600   || "'1767225600' is no date; give a text such as '2026-06-01' or an instant"
  }
}
