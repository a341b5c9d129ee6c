package dev.sojourn.core.schedule

import java.time.Duration
import spock.lang.Specification

class RetryAfterSpec extends Specification {
  static final String DATE = 'Sun, 01 Mar 2026 12:00:00 GMT'

  def "Retry-After '#text' asks for #wait"() {
    expect:
    RetryAfter.of(text, DATE) == Optional.ofNullable(wait).map { Duration.parse(it) }

    where:
    text                            || wait
    '120'                           || 'PT2M'
    ' 0 '                           || 'PT0S'
    'Sun, 01 Mar 2026 12:00:30 GMT' || 'PT30S'
    'Sun, 01 Mar 2026 11:00:00 GMT' || 'PT0S'
    '-1'                            || null
    '1.5'                           || null
    'soon'                          || null
    '99999999999999999999'          || null
    ''                              || null
    null                            || null
  }

  def "a date without the date of the answer says nothing"() {
    expect:
    RetryAfter.of('Sun, 01 Mar 2026 12:00:30 GMT', date).empty

    where:
    date << [null, '', 'today']
  }
}
