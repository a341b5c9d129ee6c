package dev.sojourn.runtime.limit

import dev.sojourn.core.limit.Left
import dev.sojourn.core.limit.Rate
import io.vertx.core.Future
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import java.util.concurrent.TimeUnit
import spock.lang.Specification

/** What every way of counting keeps to. */
abstract class WindowsContractSpec extends Specification {
  static final START = Instant.parse('2026-03-01T12:00:00.250Z')
  static final Rate RATE = Rate.perMinute('spec', 3)
  Instant now = START
  InstantSource clock = { now }

  /** Counts in this way, of nothing yet, by the clock of this spec. */
  abstract Windows windows()

  Left ask(long asker = 7, int cost = 1, Rate rate = RATE) {
    await(windows().ask(rate, asker, cost))
  }

  void after(Duration time) {
    now = now + time
  }

  static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }

  def "as many go on as the rate says, and the next one is told when it may"() {
    expect:
    (1..3).collect { ask().remaining() } == [2, 1, 0]

    when:
    after(Duration.ofSeconds(20))
    def refused = ask()

    then:
    !refused.mayGoOn()
    refused == new Left(3, 0, 41)
  }

  def "a place gets free when the window and one slice of it are over, and none before"() {
    given:
    ask()
    after(Duration.ofSeconds(5))
    2.times { ask() }

    when:
    after(Duration.ofSeconds(55))

    then: 'exactly one window later it still counts'
    !ask().mayGoOn()

    when:
    after(Duration.ofSeconds(1))

    then:
    ask().mayGoOn()
    !ask().mayGoOn()

    when:
    after(Duration.ofSeconds(5))

    then:
    [ask(), ask(), ask()]*.mayGoOn() == [true, true, false]
  }

  def "what was refused does not count"() {
    given:
    3.times { ask() }
    50.times { assert !ask().mayGoOn() }

    when:
    after(Duration.ofSeconds(61))

    then:
    (1..3).every { ask().mayGoOn() }
  }

  def "all of what is asked for is granted, or nothing"() {
    expect:
    ask(7, 2).remaining() == 1
    !ask(7, 2).mayGoOn()
    ask(7, 1).remaining() == 0
    ask(7, 0).mayGoOn()
    !ask(8, 4).mayGoOn()
  }

  def "each asker has a count of its own, and so has each rate"() {
    expect:
    (1..3).every { ask(1).mayGoOn() }
    !ask(1).mayGoOn()
    ask(2).mayGoOn()
    ask(1, 1, Rate.perMinute('other', 3)).mayGoOn()
  }

  def "after a long silence, and when the time goes back, it counts on"() {
    given:
    3.times { ask() }

    when:
    after(Duration.ofDays(2))

    then:
    ask().remaining() == 2

    when:
    after(Duration.ofSeconds(-30))

    then:
    ask().remaining() == 1
    ask().remaining() == 0
    !ask().mayGoOn()
  }

  def "of many at the same time no more go on"() {
    given:
    def many = windows()

    when:
    def left = await(Future.all((1..300).collect { many.ask(RATE, 9, 1) })).list()

    then:
    left.count { it.mayGoOn() } == 3
  }
}
