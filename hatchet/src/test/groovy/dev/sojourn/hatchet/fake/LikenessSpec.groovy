package dev.sojourn.hatchet.fake

import java.time.Duration
import java.util.concurrent.TimeUnit
import org.opentest4j.TestAbortedException
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** A fake is only as good as its likeness: the official SDK, unchanged, takes it for an engine. */
class LikenessSpec extends Specification {
  @Shared
  @AutoCleanup
  FakeHatchet fake = FakeHatchet.open(FakeSettings.usual().withHeartbeats())

  @Shared
  @AutoCleanup
  WireClient client = WireClient.of(fake)

  @Shared
  Process worker

  def setupSpec() {
    def missing = OfficialSdk.missing()
    if (missing) {
      throw new TestAbortedException(missing)
    }
    worker = OfficialSdk.worker(fake.environment())
    fake.awaitWorkers(1)
  }

  def cleanupSpec() {
    worker?.outputStream?.close()
    if (worker && !worker.waitFor(10, TimeUnit.SECONDS)) {
      worker.destroyForcibly()
    }
  }

  private static Map output(RunView run) {
    Json.MAPPER.readValue(run.output(), Map)
  }

  def "an ordinary task runs and gives its result"() {
    given:
    def id = client.trigger('greet', [name: 'Ada'])

    expect:
    output(fake.awaitRun(id, RunState.COMPLETED)) == [greeting: 'hello Ada']
  }

  def "a task that fails is tried again, each time with its retry count"() {
    given:
    def id = client.trigger('failing')

    when:
    def run = fake.awaitRun(id, RunState.COMPLETED)

    then:
    output(run) == [attempts: 3]
    run.times('RETRYING') == 2
  }

  def "a durable sleep ends when the engine's time has come"() {
    given:
    def id = client.trigger('nap')
    fake.awaitRun(id, { it.log().size() == 1 })

    when:
    fake.move(Duration.ofMinutes(61))
    def run = fake.awaitRun(id, RunState.COMPLETED)

    then:
    output(run) == [slept: 3_600_000]
    run.log()*.kind() == ['WAIT_FOR']
    run.invocation() == 1
  }

  def "an event of the right scope ends a wait for an event or a time"() {
    given:
    def id = client.trigger('pay', [user: 'user-7'])
    fake.awaitRun(id, { it.log().size() == 2 })

    when:
    client.push('order.paid', [amount: 1], 'user-8')
    client.push('order.paid', [amount: 2], 'user-7')
    def run = fake.awaitRun(id, RunState.COMPLETED)

    then:
    run.log()*.kind() == ['MEMO', 'WAIT_FOR']
    output(run).toString().contains('paid')
    output(run).toString().contains('amount:2')
  }

  def "a waiting task is evicted, restored by its event, and replays what it had"() {
    given:
    def id = client.trigger('parked')
    def evicted = fake.awaitRun(id, RunState.EVICTED)

    when:
    client.push('parked.go', [now: true])
    def run = fake.awaitRun(id, RunState.COMPLETED)

    then:
    evicted.workerId() == null
    run.log().first().result().contains(output(run).first.toString()[0..18])
    output(run).invocation == 2
    run.history().containsAll(['DURABLE_EVICTED', 'DURABLE_RESTORING', 'FINISHED'])
    run.retryCount() == 0
  }

  def "a durable task runs a child and gets its result"() {
    given:
    def id = client.trigger('family', [name: 'Grace'])

    when:
    def run = fake.awaitRun(id, RunState.COMPLETED)

    then:
    output(run) == [child: [greeting: 'hello Grace']]
    run.log()*.kind() == ['RUN']
  }
}
