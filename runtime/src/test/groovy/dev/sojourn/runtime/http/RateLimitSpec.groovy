package dev.sojourn.runtime.http

import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import spock.lang.Specification

class RateLimitSpec extends Specification {
  static final SECOND = 1_000_000_000L
  RateLimit limit = new RateLimit(3, Duration.ofMinutes(1))

  def "as many requests go on as the limit says, and the next one is told when it may"() {
    expect:
    (0..2).collect { limit.ask(7, it * SECOND).remaining() } == [2, 1, 0]
    limit.ask(7, 3 * SECOND) == new RateLimit.Left(3, 0, 57)
    limit.ask(7, 59 * SECOND).retryAfterSeconds() == 1
  }

  def "a place gets free when a request is a minute old, and none before"() {
    given:
    (0..2).each { limit.ask(7, it * SECOND) }

    expect:
    !limit.ask(7, 60 * SECOND - 1).mayGoOn()
    limit.ask(7, 60 * SECOND).mayGoOn()
    !limit.ask(7, 60 * SECOND).mayGoOn()
    limit.ask(7, 61 * SECOND).mayGoOn()
  }

  def "what was refused does not count"() {
    given:
    50.times { limit.ask(7, it) }

    expect:
    (1..3).every { limit.ask(7, 60 * SECOND + 3 + it).mayGoOn() }
  }

  def "each asker has a limit of its own"() {
    expect:
    (1..5).every { limit.ask(it, 0).mayGoOn() }
  }

  def "of many at the same time no more go on"() {
    given:
    def pool = Executors.newFixedThreadPool(8)

    when:
    def left = pool.invokeAll((1..200).collect { { limit.ask(7, 5L) } as Callable })*.get()

    then:
    left.count { it.mayGoOn() } == 3

    cleanup:
    pool.shutdownNow()
  }
}
