package dev.sojourn.core.schedule

import java.time.Duration
import java.util.random.RandomGenerator
import spock.lang.Specification

class BackoffSpec extends Specification {

  static final RandomGenerator LEAST = { 0L } as RandomGenerator
  static final RandomGenerator MOST = new RandomGenerator() {
    long nextLong() { 0L }

    long nextLong(long bound) { bound - 1 }
  }

  def "after #failed failed tries the longest wait is #wait"() {
    expect:
    Backoff.OUTWARD.next(failed, null, LEAST).get() == Duration.parse(wait)

    where:
    failed || wait
    1      || 'PT5S'
    2      || 'PT10S'
    3      || 'PT20S'
    4      || 'PT40S'
    5      || 'PT1M20S'
    6      || 'PT2M40S'
    7      || 'PT5M20S'
  }

  def "the eighth failure is the last"() {
    expect:
    Backoff.OUTWARD.next(8, null, LEAST).empty
    Backoff.OUTWARD.next(8, Duration.ofSeconds(1), LEAST).empty
  }

  def "where time counts too, tries go on until it is over, and outlast an outage of two hours"() {
    given:
    def begun = Duration.ZERO
    def tries = 0

    when:
    while (true) {
      def wait = Backoff.OUTWARD.next(++tries, begun, null, random == 'longest' ? LEAST : MOST)
      if (wait.empty) break
      begun += wait.get()
    }

    then:
    begun >= Duration.ofHours(3)
    tries == expected

    where:
    random     || expected
    'longest'  || 13
    'shortest' || 16
  }

  def "no step is longer than the cap, however many come before it"() {
    given:
    def backoff = new Backoff(Duration.ofSeconds(5), Duration.ofHours(1), 1000)

    expect:
    backoff.next(failed, null, LEAST).get() == Duration.ofHours(1)

    where:
    failed << [11, 12, 40, 64, 65, 999]
  }

  def "jitter takes at most half of a step away"() {
    given:
    def random = new Random(seed)

    expect:
    (1..200).every {
      def wait = Backoff.OUTWARD.next(4, null, random).get()
      wait >= Duration.ofSeconds(20) && wait <= Duration.ofSeconds(40)
    }
    (1..50).collect { Backoff.OUTWARD.next(4, null, random).get() }.toSet().size() > 10

    where:
    seed = 20250601L
  }

  def "what the other side asks for is not undercut: asked #asked, waits #wait"() {
    expect:
    Backoff.OUTWARD.next(1, Duration.parse(asked), LEAST).get() == Duration.parse(wait)

    where:
    asked    || wait
    'PT1S'   || 'PT5S'
    'PT90S'  || 'PT90S'
    'PT6H'   || 'PT6H'
    'PT999H' || 'PT24H'
  }

  def "a backoff that cannot be is refused: base #base, cap #cap, attempts #attempts"() {
    when:
    new Backoff(Duration.ofSeconds(base), Duration.ofSeconds(cap), attempts)

    then:
    thrown(IllegalArgumentException)

    where:
    base | cap | attempts
    0    | 5   | 1
    -1   | 5   | 1
    5    | 4   | 1
    5    | 5   | 0
  }
}
