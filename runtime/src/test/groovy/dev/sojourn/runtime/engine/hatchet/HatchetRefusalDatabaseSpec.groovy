package dev.sojourn.runtime.engine.hatchet

import dev.sojourn.hatchet.HatchetException
import dev.sojourn.hatchet.HatchetException.Kind
import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.runtime.engine.EngineFixture
import dev.sojourn.runtime.engine.MovableClock
import io.grpc.Status
import spock.lang.AutoCleanup

/** What becomes of a worker that Hatchet does not register, or whose durable stream it does not open. */
class HatchetRefusalDatabaseSpec extends EngineFixture {
  private static final String REGISTER = 'Dispatcher/Register'
  private static final String DURABLE = 'v1.V1Dispatcher/DurableTask'

  @AutoCleanup FakeHatchet hatchet = FakeHatchet.open()
  private final OnHatchet there = new OnHatchet(this)

  @Override
  protected HatchetEngine newEngine(MovableClock time = clock) {
    there.engine(hatchet.environment(), time)
  }

  def "a first #method that is refused with #status.code fails at its first try, and is not remembered"() {
    given:
    def engine = newEngine()
    hatchet.faults().failNext(method, status, 1)

    when:
    serving(engine, task)

    then:
    def refused = thrown(HatchetException)
    refused.kind() == kind
    refused.message.contains(says)
    refused.message.contains(hatchet.hostPort())
    hatchet.calls(method) == 1

    when:
    serving(engine, task)
    def run = newRun()
    start(engine, run)

    then:
    task.next().id() == run.id()

    where:
    method   | status                                                    || kind         | says
    REGISTER | Status.PERMISSION_DENIED                                  || Kind.TOKEN   | 'HATCHET_CLIENT_TOKEN is refused'
    REGISTER | Status.UNAUTHENTICATED                                    || Kind.TOKEN   | 'mint a new one'
    REGISTER | Status.UNIMPLEMENTED                                      || Kind.TOO_OLD | 'upgrade it'
    REGISTER | Status.INVALID_ARGUMENT.withDescription('no such action') || Kind.INVALID | 'Register'
    DURABLE  | Status.PERMISSION_DENIED                                  || Kind.TOKEN   | 'HATCHET_CLIENT_TOKEN is refused'
    DURABLE  | Status.UNIMPLEMENTED                                      || Kind.TOO_OLD | 'it has no DurableTask'
  }

  def "a first #method that fails with #status.code is made again"() {
    given:
    hatchet.faults().failNext(method, status, 2)
    def run = newRun()

    when:
    start(serving(task), run)

    then:
    task.next().id() == run.id()
    hatchet.calls(method) == 3

    where:
    method   | status
    REGISTER | Status.UNAVAILABLE
    REGISTER | Status.RESOURCE_EXHAUSTED
    REGISTER | Status.INTERNAL
    DURABLE  | Status.UNAVAILABLE
  }

  def "a worker at work that #what says why, tries on, and loses nothing of its work"() {
    given:
    def opening = task.hold()
    def run = newRun()
    def engine = atWork(run)

    when:
    hatchet.faults().failNext(method, Status.PERMISSION_DENIED, Integer.MAX_VALUE)
    breaking(hatchet, hatchet.workers()[0].id())

    then:
    waitUntil { done(engine.look()).remote().trouble()?.startsWith('Hatchet does not serve the worker: HATCHET_CLIENT_TOKEN is refused') }
    waitUntil { hatchet.calls(method) > 2 }

    when:
    opening.complete()

    then:
    task.next().id() == run.id()

    when:
    hatchet.faults().failNext(method, Status.OK, 0)
    def later = newRun()
    start(engine, later)

    then:
    task.next().id() == later.id()
    waitUntil { done(engine.look()).remote().trouble() == null }
    saved()*.run_id == [run.id(), later.id()]

    where:
    what                                 | method   | breaking
    'is not registered anew'             | REGISTER | { FakeHatchet at, String id -> at.forget(id) }
    'is not let onto its durable stream' | DURABLE  | { FakeHatchet at, String id -> at.killDurableStream(id) }
  }
}
