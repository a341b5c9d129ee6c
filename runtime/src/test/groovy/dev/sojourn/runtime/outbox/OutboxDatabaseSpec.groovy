package dev.sojourn.runtime.outbox

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.Vertx
import java.util.concurrent.BlockingQueue
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class OutboxDatabaseSpec extends Specification {
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  List<Outbox> opened = []
  List<Database> processes = []

  def cleanup() {
    opened.each { await(it.close()) }
    processes.each { await(it.close()) }
    await(database.run('truncate outbox'))
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "what was committed is handed on once and then gone, what was not is never seen"() {
    given:
    def (outbox, taken) = handedOn()

    when:
    await(database.transaction { tx -> outbox.add(tx, [parcel(1, 7, 'lost')]).compose { Future.failedFuture('no') } }.otherwiseEmpty())
    add(outbox, [parcel(2, 7, 'kept')])

    then:
    taken.poll(10, TimeUnit.SECONDS).payload() == 'kept'
    emptied()
    taken.empty
  }

  def "what another process adds is handed on too"() {
    given:
    def (outbox, taken) = handedOn()

    when:
    add(new Outbox(vertx, database), [parcel(1, 7, 'from elsewhere')])

    then:
    taken.poll(10, TimeUnit.SECONDS).payload() == 'from elsewhere'
  }

  def "a parcel of which nobody was told, since who added it died, is found within a minute"() {
    given:
    def (outbox, taken) = handedOn()
    add(outbox, [parcel(1, 7, 'told')])
    taken.poll(10, TimeUnit.SECONDS)
    emptied()

    when:
    await(database.run(OutboxStore.ADD, OutboxStore.rows([parcel(2, 7, 'not told')], database.clock().instant())))
    await(processes.last().lookForDue())

    then:
    taken.poll(10, TimeUnit.SECONDS).payload() == 'not told'
  }

  def "another process is told of what it hands on, though this one hands on what was added with it"() {
    given:
    def (outbox, taken) = handedOn()
    def elsewhere = new LinkedBlockingQueue<Parcel>()
    def other = new Outbox(vertx, newProcess())
    opened << other
    await(other.handOn(Route.of(Parcel.ANNOUNCED) { elsewhere.add(it); Future.succeededFuture() }))
    add(outbox, [new Parcel(1, 0, Parcel.ANNOUNCED, 7, 'rests from here on')])
    elsewhere.poll(10, TimeUnit.SECONDS)
    emptied()

    when:
    add(outbox, [parcel(2, 7, 'here'), new Parcel(3, 0, Parcel.ANNOUNCED, 7, 'there')])

    then:
    taken.poll(10, TimeUnit.SECONDS).payload() == 'here'
    elsewhere.poll(10, TimeUnit.SECONDS)?.payload() == 'there'
  }

  def "none overtakes within a key when one fails, and another key goes on"() {
    given:
    def failures = 2
    def (outbox, taken) = handedOn { parcel ->
      parcel.id() == 1 && failures-- > 0 ? Future.failedFuture('not yet') : Future.succeededFuture()
    }

    when:
    add(outbox, [parcel(1, 7, 'a'), parcel(2, 8, 'x'), parcel(3, 7, 'b')])
    add(outbox, [parcel(4, 7, 'c')])

    then:
    emptied()
    taken.findAll { it.orderKey() == 7 }*.id() == [1, 1, 1, 3, 4]
    taken.findAll { it.orderKey() == 8 }*.id() == [2]
  }

  def "the next of a key waits until the one before it is taken"() {
    given:
    def hold = Promise.<Void>promise()
    def (outbox, taken) = handedOn { it.id() == 1 ? hold.future() : Future.succeededFuture() }

    when:
    add(outbox, [parcel(1, 7, 'a'), parcel(2, 7, 'b'), parcel(3, 8, 'x')])

    then:
    [taken.poll(10, TimeUnit.SECONDS).id(), taken.poll(10, TimeUnit.SECONDS).id()].toSet() == [1L, 3L].toSet()
    taken.empty

    when:
    hold.complete()

    then:
    taken.poll(10, TimeUnit.SECONDS).id() == 2
  }

  def "four processes that hand on keep the order of each key and take each of ten thousand parcels once"() {
    given:
    def taken = new LinkedBlockingQueue<Parcel>()
    def outboxes = (1..4).collect { handedOn({ Future.succeededFuture() }, taken)[0] }

    when:
    (1..20).each { n -> add(outboxes[n % 4], (1..500).collect { parcel(n * 1_000 + it, it, "$n") }) }

    then:
    emptied()
    taken.size() == 10_000
    taken.groupBy { it.orderKey() }.values().every { it.size() == 20 && it*.id() == it*.id().toSorted() }
  }

  def "what one of four processes dies over is handed on by the others, and none of ten thousand parcels is lost"() {
    given: 'one that is stuck on what it has taken up, and dies'
    def (dying, held) = handedOn { Promise.promise().future() }
    add(dying, (1..10_000).collect { parcel(it, it % 500, 'x') })
    until(10) { held.size() == 256 }
    await(processes.remove(0).close())
    opened.remove(dying)

    when:
    def taken = new LinkedBlockingQueue<Parcel>()
    3.times { handedOn({ Future.succeededFuture() }, taken) }

    then: 'what stands behind its parcels waits, all else goes'
    until(20) { taken.size() == (500 - 256) * 20 }
    held*.orderKey().disjoint(taken*.orderKey().toSet())

    when: 'its lease ends'
    await(database.run('update outbox set lease_until = now() where lease_until > now()'))
    database.notify('sojourn_outbox')

    then:
    emptied()
    taken*.id().toSorted() == (1L..10_000L).toList()
    taken.groupBy { it.orderKey() }.values().every { it*.id() == it*.id().toSorted() }
  }

  def "a recipient that throws delays that parcel alone"() {
    given:
    def failures = 1
    def (outbox, taken) = handedOn { parcel ->
      if (parcel.id() == 1 && failures-- > 0) {
        throw new IllegalStateException('broken')
      }
      Future.succeededFuture()
    }

    when:
    add(outbox, [parcel(1, 7, 'a'), parcel(2, 8, 'x'), parcel(3, 9, 'y')])

    then:
    emptied()
    taken.countBy { it.id() } == [(1L): 2, (2L): 1, (3L): 1]
  }

  def "topics of a later version stay where they are"() {
    given:
    await(database.run("insert into outbox(id, topic, order_key, due_at, payload) values (1, 9, 7, now(), 'of later')"))
    def (outbox, taken) = handedOn()

    when:
    add(outbox, [parcel(2, 7, 'a')])

    then:
    taken.poll(10, TimeUnit.SECONDS).id() == 2
    await(outbox.close()) == null
    await(database.run('select id, attempts from outbox')).collect { [it.getLong(0), it.getInteger(1)] } == [[1, 0]]
    OutboxStore.next(await(database.run(OutboxStore.NEXT, [[Parcel.EVENT] as Short[]] as Object[]))) == null
  }

  def "a relay past its lease leaves alone what another holds: #answer"() {
    given:
    def hold = Promise.<Void>promise()
    def (outbox, taken) = handedOn { it.id() == 1 ? hold.future() : Future.succeededFuture() }
    add(outbox, [parcel(1, 7, 'a')])
    taken.poll(10, TimeUnit.SECONDS)

    when: 'another takes it over'
    await(database.run("update outbox set lease_until = lease_until + interval '1 minute', attempts = attempts + 1"))
    answer == 'taken' ? hold.complete() : hold.fail('not now')
    await(outbox.close())

    then:
    await(database.run('select 1 from outbox where id = 1 and lease_until is not null')).size() == 1

    where:
    answer << ['taken', 'refused']
  }

  def "a parcel behind one that waits is not asked for in vain"() {
    given:
    await(database.run("""insert into outbox(id, topic, order_key, due_at, payload) values
      (1, 1, 7, now() + interval '1 hour', 'late'), (2, 1, 7, now(), 'behind it')"""))

    expect:
    OutboxStore.next(await(database.run(OutboxStore.NEXT, [[Parcel.EVENT] as Short[]] as Object[]))) > database.clock().instant().plusSeconds(3000)
  }

  def "in turns, a flood leaves room for what says something else, and for each line its order"() {
    given: 'a flood, and starts of two others in it; the line of one goes on'
    flood(1, 10_000, 'flood')
    await(database.run("""insert into outbox(id, topic, order_key, due_at, payload) values
      (10001, 2, 10001, now(), 'second'), (10002, 2, 10002, now(), 'third'), (10003, 4, 10002, now(), 'behind it')"""))

    when:
    def claimed = claimInTurns()

    then:
    claimed.size() == OutboxStore.MOST
    claimed*.parcel()*.id().containsAll([1L, 10001L, 10002L])
    claimed*.parcel()*.id() as Set == ((1L..254L) + [10001L, 10002L]) as Set

    when: 'what was before it in its line is gone'
    await(database.run('delete from outbox where lease_until is not null'))

    then:
    claimInTurns()*.parcel()*.id() as Set == ((255L..509L) + [10003L]) as Set
  }

  def "in turns, no more than a part of a flood is read for a claim, and all of it is handed on"() {
    given:
    flood(1, 20_000, 'flood')
    await(database.run('vacuum analyze outbox'))
    def plan = await(database.transaction { tx ->
      tx.run('explain (analyze, costs off, timing off, buffers off) ' + OutboxStore.CLAIM_IN_TURNS
          .replace('$1', 'now()').replace('$2', 'now()').replace('$3', "'{2,3,4}'"))
          .compose { rows -> tx.run('update outbox set lease_until = null').map(rows) }
    })*.getString(0)
    def read = plan.collectMany { line -> (line =~ /rows=(\d+)/).collect { it[1] as int } }

    expect:
    read.max() <= 2 * OutboxStore.SEEN
    !plan.any { it.contains('Seq Scan') }

    when:
    def seen = []
    while (true) {
      def claimed = claimInTurns()
      if (claimed.empty) {
        break
      }
      seen.addAll(claimed*.parcel()*.id())
      await(database.run('delete from outbox where lease_until is not null'))
    }

    then:
    seen == (1L..20_000L).toList()
  }

  private void flood(long first, long last, String payload) {
    await(database.run("""insert into outbox(id, topic, order_key, due_at, payload)
      select n, 2, n, now() - interval '1 minute', '$payload' from generate_series($first, $last) n""".toString()))
  }

  private List<Relay.Claimed> claimInTurns() {
    def now = database.clock().instant()
    await(database.run(OutboxStore.CLAIM_IN_TURNS, [now, now.plusSeconds(60), [2, 3, 4] as Short[]] as Object[]).map { OutboxStore.claimed(it) })
  }

  private List handedOn(Closure<Future<Void>> answer = { Future.succeededFuture() }, BlockingQueue<Parcel> taken = new LinkedBlockingQueue<>()) {
    def outbox = new Outbox(vertx, newProcess())
    await(outbox.handOn { parcel ->
      taken.add(parcel)
      answer(parcel)
    })
    opened << outbox
    [outbox, taken]
  }

  private Database newProcess() {
    processes << test.open(vertx)
    processes.last()
  }

  private void add(Outbox outbox, List<Parcel> parcels) {
    await(database.transaction { tx -> outbox.add(tx, parcels) })
  }

  private static Parcel parcel(long id, long key, String payload) {
    new Parcel(id, 0, Parcel.EVENT, key, payload)
  }

  private boolean emptied() {
    def limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20)
    while (await(database.run('select 1 from outbox')).size() > 0) {
      assert System.nanoTime() < limit
    }
    true
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
