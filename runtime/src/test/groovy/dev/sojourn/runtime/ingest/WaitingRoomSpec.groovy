package dev.sojourn.runtime.ingest

import dev.sojourn.runtime.contact.IdentityKey
import dev.sojourn.runtime.event.Source
import spock.lang.Specification

class WaitingRoomSpec extends Specification {
  static final long MB = 1L << 20

  def "what waits is bounded by bytes, and there is room again for what has its answer"() {
    given:
    def backlog = new WaitingRoom(MB)
    def weight = WaitingRoom.weight(event('x' * (400 << 10), [:]))

    expect:
    [1, 2, 3].collect { backlog.takes(weight) } == [true, true, false]

    when:
    backlog.gone(weight)

    then:
    backlog.takes(weight)
  }

  def "one alone may be larger than the bound, and small ones are bounded by number"() {
    given:
    def backlog = new WaitingRoom(MB)

    expect:
    backlog.takes(2 * MB)
    !backlog.takes(1)

    when:
    backlog.gone(2 * MB)

    then:
    (1..5000).count { backlog.takes(1) } == 4096
  }

  def "what is said of the contact weighs as well, at any depth"() {
    expect:
    WaitingRoom.weight(event(null, [a: [b: ['x' * 9000]]])) > 9000
  }

  def "a heap of #heap MB among #lanes lanes gives each #share MB"() {
    expect:
    WaitingRoom.share(heap * MB, lanes) == share * MB

    where:
    heap  | lanes || share
    256   | 3     || 16
    2048  | 4     || 32
    65536 | 9     || 64
  }

  private static NewEvent event(String properties, Map said) {
    new NewEvent(0, 'visit', [IdentityKey.ofContact(0, 1)], properties, said, null, null, Source.API)
  }
}
