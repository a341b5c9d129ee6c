package dev.sojourn.hatchet

import dev.sojourn.hatchet.HatchetException.Kind
import dev.sojourn.hatchet.wire.PushEventRequest
import java.time.Duration
import spock.lang.Specification

/** The small rules of the wire: names, durations, versions, repetition, cuts. */
class RulesSpec extends Specification {

  def "namespace '#setting' makes '#name' into '#full'"() {
    expect:
    Namespace.of(setting).apply(name) == full
    Namespace.of(setting).apply(full) == full
    Namespace.of(setting).strip(full) == name

    where:
    setting | name         || full
    ''      | 'user.paid'  || 'user.paid'
    'Team'  | 'user.paid'  || 'team_user.paid'
    'team_' | 'user.paid'  || 'team_user.paid'
  }

  def "#duration is written #text"() {
    expect:
    DurationText.of(duration) == text

    where:
    duration                       || text
    Duration.ofMinutes(90)         || '5400s'
    Duration.ofDays(90)            || '7776000s'
    Duration.ofMillis(1_500)       || '1500ms'
    Duration.ofNanos(1)            || '1ms'
    Duration.ofSeconds(1, 1)       || '1001ms'
  }

  def "a duration of #duration is refused"() {
    when:
    DurationText.of(duration)

    then:
    thrown(IllegalArgumentException)

    where:
    duration << [Duration.ZERO, Duration.ofSeconds(-1)]
  }

  def "#older is older than #newer"() {
    expect:
    EngineVersion.parse(older) < EngineVersion.parse(newer)

    where:
    older             | newer
    'v0.104.6'        | 'v0.104.7'
    'v0.99.9'         | 'v0.104.7'
    'v0.104.7'        | 'v0.110.3'
    'v0.1.0-alpha.0'  | 'v0.104.7'
    'nonsense'        | 'v0.1.0-alpha.0'
    '0.104.7'         | 'v1.0.0'
  }

  def "a push that may have arrived is not repeated, one that was never sent is"() {
    given:
    def random = new Random(1)

    expect:
    Retry.CAREFUL.next(1, Kind.UNANSWERED, random).isEmpty()
    Retry.CAREFUL.next(1, Kind.UNREACHABLE, random).isPresent()
    Retry.REPEATABLE.next(1, Kind.UNANSWERED, random).isPresent()
    Retry.CAREFUL.next(1, Kind.LIMITED, random).isPresent()
    Retry.REPEATABLE.next(1, Kind.UNREACHABLE, random).isPresent()
    Retry.REPEATABLE.next(5, Kind.UNREACHABLE, random).isEmpty()
    Retry.UNENDING.next(1_000_000, Kind.TOKEN, random).isPresent()
    Retry.UNENDING.next(1, Kind.INVALID, random).isEmpty()
  }

  def "waits between calls grow and stay within their bounds (seed #seed)"() {
    given:
    def random = new Random(seed)

    expect:
    (1..40).every {
      def wait = Retry.UNENDING.next(it, Kind.UNREACHABLE, random).get()
      wait >= Duration.ofMillis(500) && wait <= Duration.ofSeconds(10)
    }

    where:
    seed << (1..20)
  }

  def "a long list is cut into calls that the engine takes"() {
    given:
    def small = PushEventRequest.newBuilder().setKey('k').build()
    def large = PushEventRequest.newBuilder().setKey('k').setPayload('x' * 600).build()

    expect:
    Chunks.of([], 1_000) == []
    Chunks.of([small] * 2_500, 4_000_000)*.size() == [1_000, 1_000, 500]
    Chunks.of([large] * 3, 1_000)*.size() == [1, 1, 1]
    Chunks.of([large, small, small], 1_000)*.size() == [3]
  }

  def "a definition with #wrong is refused"() {
    when:
    action()

    then:
    thrown(IllegalArgumentException)

    where:
    wrong             | action
    'a space'         | { WorkflowDefinition.of('a b', TaskOptions.forDurable()) }
    'no verb'         | { WorkflowDefinition.of('a', TaskOptions.forDurable()).withAction('a') }
    'fewer retries'   | { TaskOptions.forDurable().withRetries(-1, null) }
    'a wild factor'   | { new TaskOptions.Backoff(0.5f, Duration.ofSeconds(1)) }
  }

  def "actions are lower case, since the engine folds them"() {
    expect:
    WorkflowDefinition.of('Journey-A', TaskOptions.forDurable()).action() == 'journey-a:journey-a'
  }
}
