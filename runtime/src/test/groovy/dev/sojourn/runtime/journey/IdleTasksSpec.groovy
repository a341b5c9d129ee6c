package dev.sojourn.runtime.journey

import spock.lang.Specification

class IdleTasksSpec extends Specification {
  private final IdleTasks idle = new IdleTasks()

  def "a task is idle when it was not needed twice in a row"() {
    expect:
    idle.of(['a', 'b', 'c'], ['a'] as Set) == [] as Set
    idle.of(['a', 'b', 'c'], ['b'] as Set) == ['c'] as Set
    idle.of(['a', 'b'], ['b'] as Set) == ['a'] as Set
  }

  def "one that is served anew begins anew"() {
    given:
    idle.of(['a'], [] as Set)
    idle.of([], [] as Set)

    expect:
    idle.of(['a'], [] as Set) == [] as Set
  }
}
