package dev.sojourn.runtime.engine.local

import static dev.sojourn.runtime.engine.local.Shares.FLOOR_HOLDS
import static dev.sojourn.runtime.engine.local.Shares.LATE
import static dev.sojourn.runtime.engine.local.Shares.NO_FLOOR
import static dev.sojourn.runtime.engine.local.Shares.SEEN_HOLDS

import dev.sojourn.runtime.engine.local.Shares.Ask
import dev.sojourn.runtime.engine.local.Shares.Got
import dev.sojourn.runtime.engine.local.Shares.Seeker
import java.time.Instant
import spock.lang.Specification

class SharesSpec extends Specification {
  private static final Instant NOON = Instant.parse('2026-05-01T12:00:00Z')

  private final Shares shares = new Shares()

  def "a task alone gets what there is room for once it has shown that it needs it"() {
    expect:
    ask(512, 1)*.share() == [64]

    when:
    learned(512, (1): 64)

    then:
    ask(512, 1)*.share() == [512]
  }

  def "a flood leaves every quiet task its share"() {
    given:
    learned(512, [1, 2, 3], (1): 64)

    expect:
    ask(512, 1, 2, 3)*.share() == [384, 64, 64]
  }

  def "two floods divide what the quiet ones leave"() {
    given:
    learned(512, [1, 2, 3], (1): 64, (3): 64)

    expect:
    ask(512, 1, 2, 3)*.share() == [224, 64, 224]
  }

  def "a task that no longer fills its share is quiet again"() {
    given:
    learned(512, [1, 2], (1): 64)

    when:
    learned(512, [1, 2], (1): 10)

    then:
    ask(512, 1, 2)*.share() == [64, 64]
  }

  def "the shares never exceed the room, whatever the tasks (seed #seed)"() {
    given:
    def random = new Random(seed)

    expect:
    100.times {
      int room = 1 + random.nextInt(600)
      def tasks = (1..1 + random.nextInt(40)).toList()
      def asks = shares.ask(room, tasks.collect { new Seeker(it, random.nextInt(300)) }, 0)
      assert asks*.share().sum(0) <= room
      assert asks.every { it.share() > 0 }
      shares.learned(asks, asks.findAll { random.nextBoolean() }.collectEntries { [it.task(), new Got(it.task(), it.share(), NOON)] }, NOON, 0)
    }

    where:
    seed << (1..20)
  }

  def "more tasks than room take turns"() {
    expect:
    (1..3).collectMany { ask(4, *(1..6))*.task() }.countBy { it } == [1: 2, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2]
  }

  def "a task that may hold no more is left out"() {
    expect:
    shares.ask(512, [new Seeker(1, 0), new Seeker(2, 5)], 0)*.task() == [2]
    shares.ask(512, [new Seeker(2, 5)], 0)*.share() == [5]
    shares.ask(0, [new Seeker(2, 5)], 0) == []
  }

  def "scans of a flood start at the last due time taken, for a while"() {
    given:
    long since = 1_000
    def first = ask(512, 1)

    expect:
    first*.floor() == [NO_FLOOR]
    shares.learned(first, [1: new Got(1, 64, NOON)], NOON, since)

    when:
    def second = ask(512, 1)

    then:
    second*.floor() == [NOON]

    when:
    shares.learned(second, [1: new Got(1, 512, NOON + FLOOR_HOLDS)], NOON, since + FLOOR_HOLDS.toNanos() + 1)

    then:
    ask(512, 1)*.floor() == [NO_FLOOR]
  }

  def "a claim that came back unfilled above a floor is followed by one from the bottom"() {
    given:
    shares.learned(ask(512, 1), [1: new Got(1, 64, NOON)], NOON, 0)
    def above = ask(512, 1)

    expect:
    shares.learned(above, [:], NOON, 1)

    when:
    def bottom = ask(512, 1)

    then:
    bottom*.floor() == [NO_FLOOR]
    !shares.learned(bottom, [:], NOON, 2)
  }

  def "what was seen whole is looked at, for a while, only where something may have come"() {
    given:
    shares.learned(ask(512, 1, 2), [2: new Got(2, 64, NOON)], NOON, 0)

    expect: 'also when claims find something there, but less than they asked for'
    2.times {
      def brief = askAt(SEEN_HOLDS.toNanos() - 1, 512, 1)
      assert brief*.floor() == [NOON - LATE]
      assert !shares.learned(brief, [1: new Got(1, 3, NOON)], NOON, SEEN_HOLDS.toNanos() - 1)
    }
    shares.floors([1, 2, 3] as int[], SEEN_HOLDS.toNanos() - 1) == [NOON - LATE, NO_FLOOR, NO_FLOOR]

    and:
    askAt(SEEN_HOLDS.toNanos(), 512, 1)*.floor() == [NO_FLOOR]
    shares.floors([1] as int[], SEEN_HOLDS.toNanos()) == [NO_FLOOR]
  }

  def "a flood that begins there is followed from where it stands"() {
    given:
    shares.learned(ask(512, 1), [:], NOON, 0)
    def brief = askAt(1, 512, 1)

    expect:
    shares.learned(brief, [1: new Got(1, 64, NOON + LATE)], NOON + LATE, 1)
    askAt(2, 512, 1)*.floor() == [NOON + LATE]
  }

  private List<Ask> ask(int room, int... tasks) {
    askAt(0, room, tasks)
  }

  private List<Ask> askAt(long nanos, int room, int... tasks) {
    shares.ask(room, tasks.collect { new Seeker(it, 10_000) }, nanos)
  }

  private void learned(Map<Integer, Integer> got, int room, List<Integer> tasks = [1]) {
    shares.learned(ask(room, *tasks), got.collectEntries { task, count -> [task, new Got(task, count, NOON)] }, NOON, 0)
  }
}
