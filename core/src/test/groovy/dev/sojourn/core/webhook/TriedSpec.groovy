package dev.sojourn.core.webhook

import java.time.Duration
import java.util.random.RandomGenerator
import spock.lang.Specification

class TriedSpec extends Specification {
  def "try #attempt answered with #status after #before: #outcome"() {
    expect:
    name(Tried.of(attempt, status, before, Optional.empty(), Retries.USUAL, RandomGenerator.default)) == outcome

    where:
    attempt | status | before || outcome
    1       | 200    | null   || 'delivered'
    8       | 204    | 500    || 'delivered'
    1       | 500    | null   || 'again'
    7       | 503    | 503    || 'again'
    8       | 500    | 500    || 'exhausted'
    1       | null   | null   || 'again'
    8       | null   | null   || 'exhausted'
    1       | 408    | null   || 'again'
    2       | 429    | 429    || 'again'
    1       | 404    | null   || 'again'
    2       | 404    | 404    || 'failed'
    2       | 400    | 404    || 'failed'
    3       | 404    | 500    || 'again'
    8       | 404    | 500    || 'failed'
    1       | 301    | null   || 'again'
    2       | 302    | 301    || 'failed'
    1       | 410    | null   || 'gone'
  }

  def "the wait that an answer asks for is the wait"() {
    when:
    def tried = Tried.of(1, 429, null, Optional.of(Duration.ofMinutes(7)), Retries.USUAL, RandomGenerator.default)

    then:
    tried == new Tried.Again(Duration.ofMinutes(7))
  }

  private static String name(Tried tried) {
    switch (tried) {
      case Tried.Delivered: return 'delivered'
      case Tried.Again: return 'again'
      default: return tried.gone() ? 'gone' : tried.exhausted() ? 'exhausted' : 'failed'
    }
  }
}
