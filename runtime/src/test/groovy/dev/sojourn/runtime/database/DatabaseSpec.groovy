package dev.sojourn.runtime.database

import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.Vertx
import io.vertx.pgclient.PgException
import java.time.Instant
import java.time.OffsetDateTime
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification

class DatabaseSpec extends Specification {
  @Shared Vertx vertx = Vertx.vertx()
  @Shared TestDatabase test = TestDatabase.fresh()
  @Shared Database database = test.open(vertx)
  Lane lane = await(onContext { database.lane() })

  def setupSpec() {
    await(database.run('create table things(id int8 primary key, label text)'))
  }

  def setup() {
    await(database.run('truncate things'))
  }

  def cleanup() {
    await(lane.close())
  }

  def cleanupSpec() {
    await(database.close())
    test.close()
    await(vertx.close())
  }

  def "a transaction on #where commits what it did"() {
    when:
    def answer = await(onContext { transaction(where) { tx -> add(tx, 1).map('done') } })

    then:
    answer == 'done'
    things() == [1L]

    where:
    where << ['a lane', 'the pool']
  }

  def "a failed statement fails the transaction on #where, though nobody looked at it"() {
    when:
    await(onContext {
      transaction(where) { tx ->
        add(tx, 1)
        add(tx, 1)
        tx.run('select 1')
        Future.succeededFuture('not looked')
      }
    })

    then:
    def failure = thrown(PgException)
    failure.sqlState == '23505'
    things() == []

    where:
    where << ['a lane', 'the pool']
  }

  def "a failed statement fails the transaction on #where, though the work recovered from it"() {
    when:
    await(onContext {
      transaction(where) { tx ->
        add(tx, 1).compose { add(tx, 1) }.recover { Future.succeededFuture(null) }
      }
    })

    then:
    def failure = thrown(PgException)
    failure.sqlState == '23505'
    things() == []

    where:
    where << ['a lane', 'the pool']
  }

  def "a parameter that cannot be sent fails the transaction, with nothing of it stored"() {
    when:
    await(onContext {
      lane.transaction { tx ->
        add(tx, 1)
        tx.run('insert into things(id) values ($1::int8)', 'no number').otherwiseEmpty()
      }
    })

    then:
    thrown(Exception)
    things() == []
  }

  def "work that fails or throws rolls back, and the connection goes on"() {
    when:
    await(onContext { lane.transaction { tx -> add(tx, 1).compose { failing() } } })

    then:
    thrown(IllegalStateException)
    things() == []

    when:
    await(onContext { lane.transaction { tx -> add(tx, 2) } })

    then:
    things() == [2L]
  }

  def "what is to run after the commit runs then, and never after a failure"() {
    given:
    def ran = []

    when:
    await(onContext {
      lane.transaction { tx ->
        tx.afterCommit { ran << 'committed' }
        add(tx, 1)
      }
    })
    await(onContext {
      lane.transaction { tx ->
        tx.afterCommit { ran << 'rolled back' }
        add(tx, 1)
      }
    }.otherwiseEmpty())

    then:
    ran == ['committed']
  }

  def "transactions and statements of a lane run in the order of their calls"() {
    when:
    def all = await(onContext {
      Future.all((1..50).collect { n ->
        n % 2 ? lane.transaction { tx -> add(tx, n).compose { tx.run('select count(*) from things') } }
              : lane.run('select count(*) from things')
      })
    })

    then:
    all.list().collect { it.first().getLong(0) } == (1..50).collect { ((it + 1) / 2) as long }
  }

  def "arrays, instants and the end of time arrive as they were sent"() {
    when:
    def row = await(database.run('''
      select $1::int8[] as longs, $2::int4[] as ints, $3::int2[] as shorts, $4::text[] as texts, $5::uuid[] as uuids,
        $6::bool[] as flags, $7::timestamptz[]::text[] as times, $8::timestamptz as instant, $9::timestamptz::text as forever,
        $10::text as nothing, $11::bytea as bytes''',
        [1L, 2L] as long[], [3, null] as Integer[], [4] as short[], ['a"{}', null, ''] as String[], [new UUID(1, 2)] as UUID[],
        [true, null] as Boolean[], [Instant.EPOCH, null, Instant.MAX] as Instant[], Instant.ofEpochSecond(5, 123_456_000),
        Instant.MAX, null, [1, 2] as byte[])).first()

    then:
    row.getArrayOfLongs('longs').toList() == [1L, 2L]
    row.getArrayOfIntegers('ints').toList() == [3, null]
    row.getArrayOfShorts('shorts').toList() == [4 as short]
    row.getArrayOfStrings('texts').toList() == ['a"{}', null, '']
    row.getArrayOfUUIDs('uuids').toList() == [new UUID(1, 2)]
    row.getArrayOfBooleans('flags').toList() == [true, null]
    row.getArrayOfStrings('times').toList() == ['1970-01-01 00:00:00+00', null, 'infinity']
    row.getOffsetDateTime('instant').toInstant() == Instant.ofEpochSecond(5, 123_456_000)
    row.getString('forever') == 'infinity'
    row.getString('nothing') == null
    row.getBuffer('bytes').bytes == [1, 2] as byte[]
  }

  def "infinity reads as the end of time"() {
    expect:
    await(database.run("select 'infinity'::timestamptz as t")).first().getOffsetDateTime('t') == OffsetDateTime.MAX
  }

  def "lanes and the pool plan by index only"() {
    expect:
    await(onContext { lane.run('show enable_seqscan') }).first().getString(0) == 'off'
    await(database.run('show enable_seqscan')).first().getString(0) == 'off'
  }

  def "a query of a minute is cut on #where, and the next one is answered"() {
    given: 'the limit that each connection has, which nobody here waits for'
    def limit = await(onContext { transaction(where) { tx -> tx.run('show statement_timeout') } }).first().getString(0)

    when:
    await(onContext { transaction(where) { tx -> tx.run("set local statement_timeout = '50ms'").compose { tx.run('select pg_sleep(60)') } } })

    then:
    def cut = thrown(PgException)
    cut.sqlState == '57014'
    limit == '30s'
    await(onContext { transaction(where) { tx -> add(tx, 1).map('answered') } }) == 'answered'

    where:
    where << ['a lane', 'the pool']
  }

  def "the numbers of the pool move with its load"() {
    given: 'a pool of ten'
    def loaded = test.open(vertx)
    def hold = Promise.promise()

    expect:
    loaded.connectionsInUse() == 0

    when: 'twelve want a connection'
    def begun = new CountDownLatch(10)
    def all = (1..12).collect {
      loaded.transaction { tx -> tx.run('select 1').onSuccess { begun.countDown() }.compose { hold.future() } }
    }

    then:
    begun.await(10, TimeUnit.SECONDS)
    [loaded.connections(), loaded.connectionsInUse(), loaded.acquired().count()] == [10, 10, 10]

    when:
    def waited = loaded.acquired().nanos()
    hold.complete()
    await(Future.all(all))

    then:
    loaded.connectionsInUse() == 0
    loaded.acquired().count() == 12
    loaded.acquired().nanos() > waited

    cleanup:
    await(loaded.close())
  }

  def "a lane and the pool come back by themselves when the server has dropped them"() {
    given:
    await(onContext { lane.run('select 1') })

    when:
    test.breakConnections()
    def after = await(eventually { onContext { lane.transaction { tx -> add(tx, 7).map('back') } } })

    then:
    after == 'back'
    await(eventually { database.run('select 1') }).size() == 1
    things() == [7L]
  }

  def "a transaction whose connection breaks fails as gone, and is not stored"() {
    given:
    def holding = Promise.promise()

    when:
    def broken = onContext { lane.transaction { tx -> add(tx, 1).onSuccess { holding.complete() }.compose { add(tx, 2, "pg_sleep(60)") } } }
    await(holding.future())
    test.breakConnections()
    await(broken)

    then:
    thrown(DatabaseGone)
    things() == []
  }

  def "a commit whose answer is lost is said to be unknown"() {
    given: 'a constraint that is checked at commit, and takes its time'
    await(database.run('create or replace function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return null; end $$'))
    await(database.run('create constraint trigger slow after insert on things initially deferred for each row execute function slow()'))
    def holding = Promise.promise()

    when:
    def broken = onContext { lane.transaction { tx -> add(tx, 1).onSuccess { holding.complete() } } }
    await(holding.future())
    eventually { database.run("select 1 from pg_stat_activity where query = 'COMMIT' and state = 'active' and datname = current_database()").map { assert it.size() == 1 } }.with { await(it) }
    test.breakConnections()
    await(broken)

    then:
    thrown(CommitUnknown)

    cleanup:
    await(eventually { database.run('drop trigger slow on things') })
  }

  def "subject locks are held to the end of the transaction, whatever the order they are asked in"() {
    when: 'two lanes want the same contacts in opposite order'
    def other = await(onContext { database.lane() })
    def seen = []
    def both = Future.all((1..40).collect { n ->
      onContext {
        (n % 2 ? lane : other).transaction { tx ->
          SubjectLocks.take(tx, n % 2 ? [3L, 1L, 2L, 1L] : [2L, 3L, 1L])
              .compose { tx.run('select count(*) from things') }
              .compose { rows -> add(tx, n).map(rows.first().getLong(0)) }
        }.onSuccess { synchronized (seen) { seen << it } }
      }
    })
    await(both)

    then: 'each saw what the one before had done'
    seen.toSorted() == (0L..39L)

    cleanup:
    await(other.close())
  }

  def "names get one number each, also in a race"() {
    when:
    def maps = await(Future.all((1..8).collect { database.names().intern('event', ['a.b', 'c.d', "n.${it % 3}".toString()]) })).list()

    then:
    maps*.get('a.b').toSet().size() == 1
    database.names().cached('event', 'a.b') == maps[0]['a.b']
    database.names().cached('task', 'a.b') == null
    await(database.names().names('event', [maps[0]['c.d']])) == [(maps[0]['c.d']): 'c.d']
    await(database.names().names('task', [maps[0]['c.d']])) == [:]
  }

  def "asking for names makes none"() {
    given:
    def other = test.open(vertx)
    def number = await(other.names().intern('event', ['there']))['there']

    expect:
    await(database.names().known('event', ['there', 'not.there'])) == [there: number]
    database.names().cached('event', 'there') == number
    await(database.names().known('event', ['there'])) == [there: number]
    await(database.names().known('task', ['there'])) == [:]
    await(database.names().known('event', [])) == [:]
    await(database.run("select 1 from names where name = 'not.there'")).size() == 0

    cleanup:
    await(other.close())
  }

  def "two processes never share an id node, and a closed one gives its node back"() {
    when:
    def other = test.open(vertx)
    long mine = database.ids().next()
    long theirs = other.ids().next()

    then:
    (mine >>> 12 & 0x3FF) != (theirs >>> 12 & 0x3FF)

    when:
    await(other.close())

    then:
    await(database.run('select last_ms from nodes where id = $1::int2 and lease_until <= now()', (theirs >>> 12 & 0x3FF) as short))
        .first().getLong(0) >= (theirs >>> 22)
  }

  def "the clock is right as soon as a database is open"() {
    given:
    def opened = test.open(Vertx.vertx())

    when: 'the quickest of some round trips brackets the server\'s time'
    def trips = (1..20).collect {
      def before = opened.clock().instant()
      def there = await(opened.run('select clock_timestamp() as t')).first().getOffsetDateTime('t').toInstant()
      [before, there, opened.clock().instant()]
    }

    then:
    trips.every { before, there, after -> there > before.minusMillis(20) && there < after.plusMillis(20) }

    cleanup:
    await(opened.close())
  }

  def "the clock is the database's"() {
    when:
    def before = database.clock().instant()
    def there = await(database.run('select clock_timestamp() as t')).first().getOffsetDateTime('t').toInstant()
    def after = database.clock().instant()

    then:
    there > before.minusSeconds(1)
    there < after.plusSeconds(1)
  }

  def "a hint reaches those who listen, many at once as one"() {
    given:
    def heard = new CountDownLatch(1)
    await(database.listen('things', { heard.countDown() }))

    when:
    100.times { database.notify('things') }

    then:
    heard.await(10, TimeUnit.SECONDS)
  }

  private static Future<Object> failing() {
    throw new IllegalStateException('meant')
  }

  private <T> Future<T> transaction(String where, java.util.function.Function<Tx, Future<T>> work) {
    where == 'a lane' ? lane.transaction(work) : database.transaction(work)
  }

  private static Future<?> add(Tx tx, long id, String label = "'x'") {
    tx.run("insert into things(id, label) select \$1::int8, ($label)::text", id)
  }

  private List<Long> things() {
    await(eventually { database.run('select id from things order by id') }).collect { it.getLong(0) }
  }

  private <T> Future<T> onContext(Closure<Future<T>> work) {
    def promise = Promise.promise()
    def context = laneContext ?: (laneContext = vertx.getOrCreateContext())
    context.runOnContext {
      try {
        work.call().onComplete(promise)
      } catch (Throwable e) {
        promise.fail(e)
      }
    }
    promise.future()
  }

  private def laneContext

  /** Tries again while the database is on its way back. */
  private <T> Future<T> eventually(Closure<Future<T>> work, int tries = 50) {
    work.call().recover { error ->
      if (tries == 0) return Future.failedFuture(error)
      def later = Promise.promise()
      vertx.setTimer(50) { later.complete() }
      later.future().compose { eventually(work, tries - 1) }
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
    } catch (ExecutionException e) {
      throw e.cause
    }
  }
}
