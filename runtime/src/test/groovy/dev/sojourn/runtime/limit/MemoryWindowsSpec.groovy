package dev.sojourn.runtime.limit

import java.time.Duration

class MemoryWindowsSpec extends WindowsContractSpec {
  MemoryWindows counting = new MemoryWindows(clock)

  @Override
  Windows windows() {
    counting
  }

  def "of many askers, those who have not asked for a window are forgotten"() {
    given:
    (1..10_000).each { ask(it, 3) }

    when:
    after(Duration.ofSeconds(30))
    ask(1, 0)
    ask(10_001, 3)

    then: 'none of them yet, since all of them still count'
    counting.size() == 10_001

    when:
    after(Duration.ofSeconds(90))
    ask(10_002)

    then: 'all but who asks now'
    counting.size() == 1
    ask(10_001).mayGoOn()
  }

  def "nobody who still counts is forgotten"() {
    given:
    (1..10_000).each { ask(it) }
    after(Duration.ofSeconds(70))
    ask(7, 3)

    when:
    ask(10_001)

    then:
    counting.size() == 2
    !ask(7).mayGoOn()
  }
}
