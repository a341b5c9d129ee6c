package dev.sojourn.runtime.limit

import static dev.sojourn.runtime.limit.WindowsContractSpec.await

import dev.sojourn.core.limit.Rate
import io.vertx.core.Vertx
import java.time.InstantSource
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class LimitsSpec extends Specification {
  static final Rate RATE = Rate.perMinute('spec', 3)
  static final InstantSource CLOCK = InstantSource.system()
  Vertx vertx = Vertx.vertx()
  @AutoCleanup FakeRedis redis = new FakeRedis()
  PollingConditions soon = new PollingConditions(timeout: 20, delay: 0.05)

  def cleanup() {
    await(vertx.close())
  }

  Limits limits(String url = redis.url) {
    Limits.open(vertx, CLOCK, Optional.ofNullable(url))
  }

  /** Limits that have asked their Redis before: the first question of a cold process may be too slow for it. */
  Limits warm() {
    def fresh = limits()
    soon.eventually {
      await(fresh.ask(RATE, 0, 0))
      assert fresh.areShared().get()
    }
    fresh
  }

  def "without a Redis each process counts for itself"() {
    given:
    def one = limits(null)
    def other = limits(null)

    expect:
    one.areShared().empty
    one.look().empty
    (1..4).collect { await(one.ask(RATE, 1, 1)).mayGoOn() } == [true, true, true, false]
    await(other.ask(RATE, 1, 1)).mayGoOn()
  }

  def "with one all processes count together"() {
    given:
    def one = warm()
    def other = warm()

    expect:
    (1..4).collect { await((it % 2 ? one : other).ask(RATE, 1, 1)).mayGoOn() } == [true, true, true, false]
    one.areShared().get()
  }

  def "a Redis that goes away is made up for at once, and used again when it is back, without a restart"() {
    given:
    def one = warm()
    def other = warm()
    def port = redis.port

    when:
    3.times { assert await(one.ask(RATE, 1, 1)).mayGoOn() }

    then:
    !await(other.ask(RATE, 1, 1)).mayGoOn()

    when: 'it is gone'
    redis.close()

    then: 'nobody is refused by mistake or let in without a count'
    (1..5).collect { await(one.ask(RATE, 1, 1)).mayGoOn() } == [true, true, true, false, false]
    (1..5).collect { await(other.ask(RATE, 1, 1)).mayGoOn() } == [true, true, true, false, false]
    !one.areShared().get()
    await(one.look().get().map { 'there' }.otherwise { 'away' }) == 'away'

    when: 'it is there again, having forgotten everything'
    redis = new FakeRedis(port)

    then:
    soon.eventually {
      await(one.ask(RATE, 2, 0))
      await(other.ask(RATE, 2, 0))
      assert one.areShared().get()
      assert other.areShared().get()
    }
    await(one.look().get().map { 'there' }) == 'there'
    (1..4).collect { await((it % 2 ? one : other).ask(RATE, 1, 1)).mayGoOn() } == [true, true, true, false]
  }

  def "a Redis that was never there is found when it comes"() {
    given:
    def port = redis.port
    redis.close()
    def late = limits("redis://127.0.0.1:$port")

    expect:
    (1..4).collect { await(late.ask(RATE, 1, 1)).mayGoOn() } == [true, true, true, false]
    !late.areShared().get()

    when:
    redis = new FakeRedis(port)

    then:
    soon.eventually {
      await(late.ask(RATE, 2, 0))
      assert late.areShared().get()
    }
  }

  def "a Redis that hears and does not answer holds nobody up for long"() {
    given:
    def held = warm()
    await(held.ask(RATE, 1, 1))

    when:
    redis.mute = true

    then:
    (1..4).collect { await(held.ask(RATE, 1, 1)).mayGoOn() } == [true, true, true, false]
    !held.areShared().get()
  }

  def "a rate that cannot be counted is refused"() {
    when:
    new Rate('r', most, java.time.Duration.ofMillis(window))

    then:
    thrown(IllegalArgumentException)

    where:
    most | window
    -1   | 60_000
    5    | 59
  }
}
