package dev.sojourn.runtime.engine.hatchet

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class PlanSpec extends Specification {
  private static final Instant NOW = Instant.parse('2026-03-01T12:00:00Z')
  private static final Plan.Park TILL_CHAIN = new Plan.Park(20 * 86_400 - 1)

  def "what is due #due seconds ahead and #wakeable may be woken, rests #plan"() {
    expect:
    Plan.of(sight(dueAt: NOW + Duration.ofSeconds(due), wakeable: wakeable == 'soon')) == plan

    where:
    due  | wakeable | plan
    0    | 'not'    | new Plan.Stay(NOW)
    5    | 'not'    | new Plan.Stay(NOW + Duration.ofSeconds(5))
    6    | 'not'    | new Plan.Park(5)
    6    | 'soon'   | new Plan.Stay(NOW + Duration.ofSeconds(5))
    3600 | 'not'    | new Plan.Park(3599)
    3600 | 'soon'   | new Plan.Stay(NOW + Duration.ofSeconds(5))
  }

  def "what has rested for five seconds waits in Hatchet"() {
    expect:
    Plan.of(sight(restedFor: Duration.ofSeconds(5))) == TILL_CHAIN
    Plan.of(sight(restedFor: Duration.ofMillis(4900))) == new Plan.Stay(NOW + Duration.ofMillis(100))
  }

  def "where memory is scarce, only what is due within five seconds stays"() {
    expect:
    Plan.of(sight(room: Plan.Room.SCARCE)) == TILL_CHAIN
    Plan.of(sight(room: Plan.Room.SCARCE, dueAt: NOW + Duration.ofSeconds(2))) == new Plan.Stay(NOW + Duration.ofSeconds(2))
  }

  def "a process that ends keeps nothing, not even what is due"() {
    expect:
    Plan.of(sight(room: Plan.Room.NONE, dueAt: NOW + Duration.ofSeconds(ahead))) == new Plan.Park(seconds)

    where:
    ahead | seconds
    -10   | 1
    1     | 1
    60    | 59
  }

  def "a run of Hatchet is replaced when it is old or its log is long, but not for a moment's rest"() {
    expect:
    Plan.of(sight(long_: true, adoptedAt: NOW - Duration.ofDays(20))) == new Plan.Chain()
    Plan.of(sight(long_: true, parks: 200)) == new Plan.Chain()
    Plan.of(sight(long_: true, parks: 199)) == TILL_CHAIN
    Plan.of(sight(parks: 200, dueAt: NOW + Duration.ofSeconds(1))) == new Plan.Stay(NOW + Duration.ofSeconds(1))
  }

  def "no wait goes beyond the day on which the run is replaced"() {
    expect:
    Plan.of(sight(long_: true, adoptedAt: NOW - Duration.ofDays(19), dueAt: NOW + Duration.ofDays(40))) == new Plan.Park(86_399)
  }

  private static Plan.Sight sight(Map<String, ?> as) {
    def restedFor = as.restedFor as Duration ?: (as.long_ ? Duration.ofMinutes(1) : Duration.ZERO)
    new Plan.Sight(
        NOW,
        (as.dueAt ?: Instant.MAX) as Instant,
        as.containsKey('wakeable') ? as.wakeable as boolean : true,
        NOW - restedFor + HatchetSettings.Pace.usual(Duration.ofSeconds(30)).rest(),
        (as.adoptedAt ?: NOW) as Instant,
        (as.parks ?: 0) as int,
        (as.room ?: Plan.Room.AMPLE) as Plan.Room)
  }
}
