package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.engine.Claimed
import java.time.Instant
import spock.lang.Specification

class DispatcherSpec extends Specification {
  def "runs go in chunks of 256, in their order"() {
    given:
    def waiting = new ArrayDeque((1..400).collect { held(it, 1) })

    expect:
    Dispatcher.chunk(waiting)*.id() == (1..256).toList()
    Dispatcher.chunk(waiting)*.id() == (257..400).toList()
    Dispatcher.chunk(waiting) == []
  }

  def "a run that failed twice goes alone"() {
    given:
    def waiting = new ArrayDeque([held(1, 1), held(2, 2), held(3, 3), held(4, 4), held(5, 1)])

    expect:
    Dispatcher.chunk(waiting)*.id() == [1, 2]
    Dispatcher.chunk(waiting)*.id() == [3]
    Dispatcher.chunk(waiting)*.id() == [4]
    Dispatcher.chunk(waiting)*.id() == [5]
  }

  private static Held held(long id, int attempts) {
    new Held(new Claimed(id, 0, id, 'task', '', 1, 1, 1, null, Instant.EPOCH, 0, 0, attempts), null, 0)
  }
}
