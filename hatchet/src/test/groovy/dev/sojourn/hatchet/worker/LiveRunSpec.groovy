package dev.sojourn.hatchet.worker

import dev.sojourn.hatchet.Json
import dev.sojourn.hatchet.Namespace
import dev.sojourn.hatchet.NewRun
import dev.sojourn.hatchet.wire.AssignedAction
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionException
import spock.lang.Specification

/** What a body asks for, without a worker. */
class LiveRunSpec extends Specification {

  static final NOW = Instant.parse('2026-01-02T03:04:05Z')

  List<LiveRun.Promise> asked = []

  def "operations are numbered as asked, memos carry their name and how often it was used"() {
    given:
    def run = run()

    when:
    run.sleep(Duration.ofSeconds(1))
    run.memo('mail', { CompletableFuture.completedFuture(1) })
    run.memo('mail', { CompletableFuture.completedFuture(2) })
    run.now()

    then:
    asked*.operation()*.id() == [0, 1, 2, 3]
    asked[1..3]*.operation()*.key() == ['mail#1', 'mail#2', 'now#1']
    asked[3].operation().value() == Json.of(NOW.toString())
  }

  def "children are numbered through the whole invocation, and their results come in order"() {
    given:
    def run = run()
    run.runChild(NewRun.of('a', Json.EMPTY))

    when:
    def results = run.runChildren([NewRun.of('b', Json.EMPTY), NewRun.of('c', Json.EMPTY)]).toCompletableFuture()

    then:
    asked*.operation()*.firstIndex() == [0, 1]

    when:
    asked[1].answers()[1].complete(new Json('2'))
    asked[1].answers()[0].complete(new Json('1'))

    then:
    results.join() == [new Json('1'), new Json('2')]
  }

  def "a child that failed fails the wait for its result"() {
    given:
    def result = run().runChild(NewRun.of('a', Json.EMPTY)).toCompletableFuture()

    when:
    asked[0].answers()[0].completeExceptionally(new ChildFailed('no'))
    result.join()

    then:
    def e = thrown(CompletionException)
    e.cause instanceof ChildFailed
  }

  def "no children are no operation, and too many are refused"() {
    when:
    def none = run().runChildren([]).toCompletableFuture()

    then:
    none.join() == []
    asked == []

    when:
    run().runChildren([NewRun.of('a', Json.EMPTY)] * 1_001)

    then:
    thrown(IllegalArgumentException)
  }

  def "a body sees what it was started with"() {
    when:
    def run = run()

    then:
    run.input().fields() == [amount: new Json('1.10')]
    run.metadata() == [journey: '7f3c', hops: '2']
    run.eventKey().get() == 'order.paid'
    run.eventId().empty
    run.invocation() == 1
  }

  def "a later attempt is after an earlier one, whichever count grew"() {
    expect:
    assignment(retry, invocation).isAfter(assignment(1, 2)) == after

    where:
    retry | invocation || after
    1     | 2          || false
    1     | 3          || true
    2     | 1          || true
    0     | 9          || false
  }

  def "what a body does becomes what is reported: #what"() {
    when:
    def outcome = Bodies.run(body, run()).toCompletableFuture().join()

    then:
    check(outcome)

    where:
    what                  | body                                                                                  | check
    'nothing'             | { r -> null } as Workflow.OrdinaryBody                                                | { it == new Outcome.Completed(Json.EMPTY) }
    'a value'             | { r -> [b: 1, a: 2] } as Workflow.OrdinaryBody                                        | { it == new Outcome.Completed(new Json('{"a":2,"b":1}')) }
    'a stage'             | { r -> CompletableFuture.completedFuture([a: 1]) } as Workflow.DurableBody            | { it == new Outcome.Completed(new Json('{"a":1}')) }
    'a throw'             | { r -> throw new IllegalStateException('no') } as Workflow.OrdinaryBody               | { it.retryable() && it.message().contains('IllegalStateException: no') }
    'a failed stage'      | { r -> CompletableFuture.failedFuture(new IOException('no')) } as Workflow.DurableBody | { it.retryable() && it.message().contains('IOException: no') }
    'a final failure'     | { r -> throw new FinalFailure('never') } as Workflow.DurableBody                      | { !it.retryable() && it.message().contains('never') }
    'no stage'            | { r -> null } as Workflow.DurableBody                                                 | { !it.retryable() && it.message().contains('returned null') }
    'an error'            | { r -> throw new StackOverflowError('deep') } as Workflow.DurableBody                 | { it.retryable() && it.message().contains('deep') }
    'no JSON'             | { r -> new Object() } as Workflow.OrdinaryBody                                        | { !it.retryable() && it.message().contains('JSON') }
  }

  LiveRun run() {
    new LiveRun(assignment(0, 0), { NOW }, { asked << it }, new CompletableFuture<>())
  }

  static Assignment assignment(int retry, int invocation) {
    def action = AssignedAction.newBuilder()
        .setTaskRunExternalId('t').setRetryCount(retry).setDurableTaskInvocationCount(invocation)
        .setActionPayload('{"input":{"amount":1.10},"parents":{}}')
        .setAdditionalMetadata('{"journey":"7f3c","hops":2}')
        .setTriggeringEventKey('team_order.paid')
        .build()
    Assignment.of(action, 'w', Namespace.of('team'))
  }
}
