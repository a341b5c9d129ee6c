package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.engine.Claimed
import dev.sojourn.runtime.engine.RecordingTask
import java.time.Instant
import spock.lang.Specification

class InWorkSpec extends Specification {
  private final InWork inWork = new InWork()
  private final Served served = new Served(1, new RecordingTask('journey:one'))

  def "a run is held once, in its newest epoch"() {
    given:
    def old = held(1, 4)
    def newer = held(1, 6)

    expect:
    inWork.take(old)
    inWork.take(newer)
    !inWork.take(held(1, 5))
    !inWork.holds(old)
    inWork.holds(newer)
    inWork.size() == 1
    served.inWork() == 1

    when: 'the older segment comes to its end'
    inWork.done(old)

    then:
    inWork.holds(newer)

    when:
    inWork.done(newer)
    inWork.done(newer)

    then:
    inWork.size() == 0
    served.inWork() == 0
  }

  def "leases are renewed by their age"() {
    given:
    def run = held(1, 1)
    inWork.take(run)

    expect:
    inWork.olderThan(99, 100) == []
    inWork.olderThan(100, 100) == [run]

    when:
    run.renewed(100)

    then:
    inWork.olderThan(150, 100) == []
  }

  private Held held(long id, int epoch) {
    new Held(new Claimed(id, 0, id, 'task', '', 1, 1, epoch, null, Instant.EPOCH, 0, 0, 1), served, 0)
  }
}
