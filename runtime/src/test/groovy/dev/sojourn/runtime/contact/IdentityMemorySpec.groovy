package dev.sojourn.runtime.contact

import spock.lang.Specification

class IdentityMemorySpec extends Specification {
  def "a heap of #heap MB among #lanes lanes lets each remember #most contacts"() {
    expect:
    IdentityMemory.most(heap << 20, lanes) == most

    where:
    heap   | lanes || most
    8L     | 9     || 1_000
    512L   | 3     || 111_848
    65536L | 9     || 200_000
  }
}
