package dev.sojourn.runtime.engine.hatchet

import dev.sojourn.hatchet.HatchetException
import dev.sojourn.hatchet.HatchetException.Kind
import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.runtime.engine.EngineFixture
import dev.sojourn.runtime.engine.MovableClock
import io.grpc.Status
import io.vertx.core.Promise
import spock.lang.AutoCleanup

/** What becomes of a worker that Hatchet does not register. */
class HatchetRefusalDatabaseSpec extends EngineFixture {
  private static final String REGISTER = 'Dispatcher/Register'

  @AutoCleanup FakeHatchet hatchet = FakeHatchet.open()
  private final OnHatchet there = new OnHatchet(this)

  @Override
  protected HatchetEngine newEngine(MovableClock time = clock) {
    there.engine(hatchet.environment(), time)
  }

  def "a first registration that is refused with #status.code fails at its first try, and is not remembered"() {
    given:
    def engine = newEngine()
    hatchet.faults().failNext(REGISTER, status, 1)

    when:
    serving(engine, task)

    then:
    def refused = thrown(HatchetException)
    refused.kind() == kind
    refused.message.contains(says)
    refused.message.contains(hatchet.hostPort())
    hatchet.calls(REGISTER) == 1

    when:
    serving(engine, task)
    def run = newRun()
    start(engine, run)

    then:
    task.next().id() == run.id()

    where:
    status                                                    || kind         | says
    Status.PERMISSION_DENIED                                  || Kind.TOKEN   | 'HATCHET_CLIENT_TOKEN is refused'
    Status.UNAUTHENTICATED                                    || Kind.TOKEN   | 'mint a new one'
    Status.UNIMPLEMENTED                                      || Kind.TOO_OLD | 'upgrade it'
    Status.INVALID_ARGUMENT.withDescription('no such action') || Kind.INVALID | 'Register'
  }

  def "a first registration that fails with #status.code is made again"() {
    given:
    hatchet.faults().failNext(REGISTER, status, 2)
    def run = newRun()

    when:
    start(serving(task), run)

    then:
    task.next().id() == run.id()
    hatchet.calls(REGISTER) == 3

    where:
    status << [Status.UNAVAILABLE, Status.RESOURCE_EXHAUSTED, Status.INTERNAL]
  }

  def "a worker at work that is not registered anew says why, tries on, and loses nothing of its work"() {
    given:
    def opening = Promise.promise()
    task.gate = opening.future()
    def engine = serving(task)
    def run = newRun()
    start(engine, run)
    waitUntil { task.seen.size() == 1 }

    when:
    hatchet.faults().failNext(REGISTER, Status.PERMISSION_DENIED, Integer.MAX_VALUE)
    hatchet.forget(hatchet.workers()[0].id())

    then:
    waitUntil { done(engine.look()).remote().trouble()?.contains('HATCHET_CLIENT_TOKEN is refused') }
    hatchet.calls(REGISTER) > 1

    when:
    opening.complete()

    then:
    task.next().id() == run.id()

    when:
    hatchet.faults().failNext(REGISTER, Status.OK, 0)
    def later = newRun()
    start(engine, later)

    then:
    task.next().id() == later.id()
    waitUntil { done(engine.look()).remote().trouble() == null }
    saved()*.run_id == [run.id(), later.id()]
  }
}
