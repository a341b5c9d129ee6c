package dev.sojourn.runtime.database

import java.time.Instant
import java.time.InstantSource
import java.util.concurrent.CompletableFuture
import spock.lang.Specification

class IdsSpec extends Specification {
  Instant now = Instant.parse('2026-03-04T05:06:07.089Z')
  InstantSource clock = { -> now } as InstantSource

  def "an id holds the millisecond it was made in, and its node"() {
    when:
    long id = ids(node: 5).next()

    then:
    Ids.instantOf(id) == now
    (id >>> 12 & 0x3FF) == 5
  }

  def "every id is greater than the one before, in one millisecond and when the clock stands or goes back"() {
    given:
    def ids = ids()

    when:
    def made = (1..10_000).collect {
      if (it == 5_000) now = now.minusSeconds(2)
      ids.next()
    }

    then:
    made == made.toSorted()
    made.toSet().size() == made.size()
  }

  def "threads never get the same id"() {
    given:
    def ids = ids()

    when:
    def made = (1..8).collect { CompletableFuture.supplyAsync { (1..20_000).collect { ids.next() } } }*.get().flatten()

    then:
    made.toSet().size() == 160_000
  }

  def "a restart never goes back, whatever the clock says"() {
    given:
    long before = ids().next()
    long lastMs = (before >>> 22) + 3_600_000

    expect:
    ids(lastMs: lastMs).next() >>> 22 > lastMs
  }

  def "ids go on above one that another process made"() {
    given:
    def ids = ids(node: 1)
    long other = Ids.lastOf(now.plusSeconds(5))

    when:
    ids.advancePast(other)

    then:
    ids.next() > other

    when: 'what lies behind changes nothing'
    long before = ids.next()
    ids.advancePast(0)

    then:
    ids.next() > before
  }

  def "the last id of an instant is between its millisecond and the next"() {
    given:
    long last = Ids.lastOf(now)

    expect:
    Ids.instantOf(last) == now
    Ids.instantOf(last + 1) == now.plusMillis(1)
    ids().next() <= last
  }

  def "no id is made once the lease of the node has run out"() {
    given:
    def ids = ids()
    now = now.plus(NodeStore.LEASE).plusMillis(1)

    when:
    ids.next()

    then:
    thrown(DatabaseGone)
  }

  def "a database's clock follows corrections and never goes back"() {
    given:
    def clock = new DatabaseClock(now)

    when:
    clock.set(now.plusSeconds(60), DatabaseClock.monotonicMicros())
    def ahead = clock.instant()
    clock.set(now, DatabaseClock.monotonicMicros())
    def corrected = clock.instant()

    then:
    ahead >= now.plusSeconds(60)
    corrected >= ahead
    corrected < ahead.plusSeconds(1)
    clock.millis() == corrected.toEpochMilli()
  }

  private Ids ids(Map<String, Number> lease = [:]) {
    new Ids(clock, new NodeLease(
        lease.node ?: 0, Ids.millisOf(now.plus(NodeStore.LEASE)), lease.lastMs ?: 0))
  }
}
