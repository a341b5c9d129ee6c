package dev.sojourn.runtime.limit

import dev.sojourn.core.limit.Rate
import io.vertx.core.Future
import io.vertx.core.Vertx
import io.vertx.redis.client.Command
import io.vertx.redis.client.Request
import spock.lang.Requires
import spock.lang.Shared
import spock.util.concurrent.PollingConditions

/** On a real Redis, where there is one. */
@Requires({ RedisServer.isThere() })
class RedisWindowsSpec extends WindowsContractSpec {
  @Shared RedisServer redis = new RedisServer()
  @Shared Vertx vertx = Vertx.vertx()
  PollingConditions soon = new PollingConditions(timeout: 20)
  RedisLink link = new RedisLink(vertx, redis.url)
  Windows counting = new RedisWindows(vertx, clock, link)

  @Override
  Windows windows() {
    counting
  }

  def setup() {
    soon.eventually {
      await(link.send(Request.cmd(Command.FLUSHALL)))
    }
  }

  def cleanup() {
    await(counting.close())
  }

  def cleanupSpec() {
    await(vertx.close())
    redis.close()
  }

  def "two processes count together"() {
    given:
    def elsewhere = Vertx.vertx()
    def other = new RedisWindows(elsewhere, clock, new RedisLink(elsewhere, redis.url))
    def rate = Rate.perMinute('both', 50)

    when:
    def left = await(Future.all((1..200).collect { (it % 2 ? counting : other).ask(rate, 1, 1) })).list()

    then:
    left.count { it.mayGoOn() } == 50

    cleanup:
    await(other.close())
    await(elsewhere.close())
  }

  def "nothing is kept of an asker who is silent"() {
    when:
    ask()
    def life = await(link.send(Request.cmd(Command.PTTL).arg('sojourn:limit:spec:7'))).toLong()

    then:
    life > 0
    life <= 62_000
  }

  def "what one asker asks at once costs few calls"() {
    given:
    def before = scripts()

    when:
    await(Future.all((1..500).collect { counting.ask(RATE, 5, 1) }))

    then:
    scripts() - before <= 20
  }

  private long scripts() {
    def stats = await(link.send(Request.cmd(Command.INFO).arg('commandstats'))).toString()
    def calls = (stats =~ /cmdstat_eval:calls=(\d+)/)
    calls ? calls[0][1] as long : 0
  }
}
