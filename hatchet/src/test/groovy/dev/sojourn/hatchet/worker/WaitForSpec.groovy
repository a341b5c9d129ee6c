package dev.sojourn.hatchet.worker

import dev.sojourn.hatchet.Json
import dev.sojourn.hatchet.Namespace
import dev.sojourn.hatchet.wire.AssignedAction
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class WaitForSpec extends Specification {

  static final SINCE = Instant.parse('2026-01-02T03:04:05Z')

  def "alternatives share a group, what must all happen does not"() {
    given:
    def sleep = Condition.sleep('late', Duration.ofMinutes(90))
    def event = Condition.event('paid', 'order.paid').inScope('u7').since(SINCE).where('input.n > 1')

    when:
    def any = request(WaitFor.any(sleep, event).labelled('payment'))
    def all = request(WaitFor.all(sleep, event))

    then:
    groups(any).size() == 1
    groups(all).size() == 2
    groups(all).every { UUID.fromString(it) }
    any.label == 'payment'
    any.waitForConditions.getSleepConditions(0).sleepFor == '5400s'
    with(any.waitForConditions.getUserEventConditions(0)) {
      userEventKey == 'team_order.paid'
      eventScope == 'u7'
      considerEventsSince.seconds == SINCE.epochSecond
      base.readableDataKey == 'paid'
      base.expression == 'input.n > 1'
    }
  }

  def "a wait without conditions, or with two of one name, is refused"() {
    when:
    WaitFor.any(*conditions)

    then:
    thrown(IllegalArgumentException)

    where:
    conditions << [
        [],
        [Condition.event('a', 'x'), Condition.event('a', 'y')]]
  }

  def "a sleep of nothing is refused"() {
    when:
    Condition.sleep('s', duration)

    then:
    thrown(IllegalArgumentException)

    where:
    duration << [Duration.ZERO, Duration.ofSeconds(-1)]
  }

  def "the result of a wait says what happened, and with what"() {
    when:
    def result = WaitResult.parse(new Json('{"CREATE":{"paid":[{"n":1},{"n":2}]}}'))

    then:
    result.has('paid')
    !result.has('late')
    result.payload('paid').get() == new Json('{"n":1}')
    result.payload('late').isEmpty()
  }

  static request(WaitFor wait) {
    def assigned = AssignedAction.newBuilder().setTaskRunExternalId('t').build()
    new Wire(Namespace.of('team'), { UUID.randomUUID() }, assigned)
        .request(new Operation.Wait(0, wait)).waitFor
  }

  static Set<String> groups(request) {
    def conditions = request.waitForConditions
    (conditions.sleepConditionsList + conditions.userEventConditionsList)*.base*.orGroupId as Set
  }
}
