package dev.sojourn.runtime.engine.local

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class StopsSpec extends Specification {
  private static final Instant NOW = Instant.EPOCH

  private final Stops stops = new Stops()

  def "the twentieth blocked run of a version stops it, and it alone"() {
    when:
    def answers = (1..21).collect { stops.blocked(7, 3, NOW) }
    19.times { stops.blocked(7, 4, NOW) }

    then:
    answers.findIndexValues { it } == [19]
    stops.stopped() == [Stops.key(7, 3)]
    stops.any(7)
    !stops.any(8)
  }

  def "blocks that are ten minutes apart do not add up"() {
    when:
    def answers = (0..<100).collect { stops.blocked(7, 3, NOW + Duration.ofSeconds(35 * it)) }

    then:
    !answers.any()
    stops.stopped() == []

    when: 'more come than one in half a minute'
    def faster = (0..<30).collect { stops.blocked(7, 3, NOW + Duration.ofSeconds(3500 + 10 * it)) }

    then:
    faster.count(true) == 1
    stops.stopped() == [Stops.key(7, 3)]
  }

  def "serving a task anew lifts its stops, an unblock lifts all"() {
    given:
    20.times { stops.blocked(7, 3, NOW) }
    20.times { stops.blocked(8, 3, NOW) }

    when:
    stops.cleared(7)

    then:
    stops.stopped() == [Stops.key(8, 3)]

    when:
    stops.cleared()

    then:
    stops.stopped() == []
    !stops.blocked(8, 3, NOW)
  }

  def "the key is the one the claim compares with"() {
    expect:
    Stops.key(7, 3) == (7L << 32 | 3L)
    Stops.key(Integer.MAX_VALUE, Integer.MAX_VALUE) > 0
  }
}
