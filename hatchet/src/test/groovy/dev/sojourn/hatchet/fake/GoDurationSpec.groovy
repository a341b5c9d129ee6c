package dev.sojourn.hatchet.fake

import java.time.Duration
import spock.lang.Specification

class GoDurationSpec extends Specification {
  def "'#text' is #duration"() {
    expect:
    GoDuration.parse(text) == duration

    where:
    text        || duration
    '5400s'     || Duration.ofMinutes(90)
    '1h30m'     || Duration.ofMinutes(90)
    '1500ms'    || Duration.ofMillis(1500)
    'tomorrow'  || Duration.ofMinutes(5)
    ''          || Duration.ofMinutes(5)
    '1.5h'      || Duration.ofMinutes(5)
  }

  def "#duration is written '#text'"() {
    expect:
    GoDuration.text(duration) == text

    where:
    duration                || text
    Duration.ofMinutes(10)  || '10m0s'
    Duration.ofHours(25)    || '25h0m0s'
    Duration.ofMillis(1500) || '1.5s'
    Duration.ofMillis(20)   || '20ms'
    Duration.ZERO           || '0s'
  }
}
