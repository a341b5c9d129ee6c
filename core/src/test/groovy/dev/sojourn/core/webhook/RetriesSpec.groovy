package dev.sojourn.core.webhook

import java.time.Duration
import java.util.random.RandomGenerator
import spock.lang.Specification

class RetriesSpec extends Specification {
  def "after try #failed it waits #least to #most s"() {
    expect:
    after(failed, 0) == Duration.ofSeconds(least)
    after(failed, 5_000) == Duration.ofSeconds(most)

    where:
    failed || least  | most
    1      || 10     | 15
    2      || 20     | 25
    3      || 40     | 45
    7      || 640    | 645
  }

  def "no wait is longer than the longest, and the last try is the last"() {
    given:
    def retries = new Retries(100, Duration.ofSeconds(5), Duration.ofHours(6))

    expect:
    (1..99).every { retries.next(it, null, random(5_000)).get() <= Duration.ofHours(6) }
    retries.next(99, null, random(0)).get() == Duration.ofHours(6)
    retries.next(100, null, random(0)).empty
    Retries.USUAL.next(7, null, random(0)).present
    Retries.USUAL.next(8, null, random(0)).empty
  }

  def "what an answer asks for is kept, up to the longest wait: #asked"() {
    expect:
    Retries.USUAL.next(1, asked, random(0)).get() == waits

    where:
    asked                  || waits
    Duration.ofSeconds(3)  || Duration.ofSeconds(10)
    Duration.ofSeconds(90) || Duration.ofSeconds(90)
    Duration.ofDays(3)     || Duration.ofHours(6)
  }

  def "retries that cannot be are refused"() {
    when:
    new Retries(attempts, Duration.ofMillis(base), Duration.ofMillis(longest))

    then:
    thrown(IllegalArgumentException)

    where:
    attempts | base | longest
    0        | 1    | 1
    1        | 0    | 1
    1        | 2    | 1
  }

  private static Duration after(int failed, long share) {
    Retries.USUAL.next(failed, null, random(share)).get()
  }

  private static RandomGenerator random(long value) {
    [nextLong: { Object[] bound -> value }] as RandomGenerator
  }
}
