package dev.sojourn.runtime.database

import java.time.Duration
import spock.lang.Specification

class ProgressSpec extends Specification {
  def "clocks that went on together have not parted, others have: #wall and #monotonic ms"() {
    given:
    def progress = new Progress(Duration.ofDays(20_000), Duration.ofDays(-100))

    expect:
    progress.parted(Duration.ofDays(20_000).plusMillis(wall), Duration.ofDays(-100).plusMillis(monotonic)) == parted

    where:
    wall      | monotonic || parted
    1000      | 1000      || false
    1249      | 1000      || false
    1251      | 1000      || true
    1000      | 1251      || true
    3_600_000 | 1000      || true
  }

  def "once compared, they go on from there"() {
    given:
    def progress = new Progress(Duration.ZERO, Duration.ZERO)

    when:
    progress.compared(Duration.ofHours(3), Duration.ofSeconds(1))

    then:
    !progress.parted(Duration.ofHours(3).plusMillis(1000), Duration.ofSeconds(2))
    progress.parted(Duration.ofHours(3), Duration.ofSeconds(2))
  }
}
