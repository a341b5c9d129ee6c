package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.Lane
import dev.sojourn.runtime.database.SubjectLocks
import dev.sojourn.runtime.database.Tx
import dev.sojourn.runtime.engine.Advance
import dev.sojourn.runtime.engine.Claimed
import dev.sojourn.runtime.engine.NewRun
import dev.sojourn.runtime.engine.Wake
import dev.sojourn.runtime.engine.local.ClaimStore.Terms
import groovy.transform.CompileStatic
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.sqlclient.Row
import io.vertx.sqlclient.RowSet
import java.time.Instant
import java.time.OffsetDateTime
import java.util.concurrent.TimeUnit
import java.util.function.Function

/**
 * One run, the events of its contact, and the engine's own statements that touch them. Time is a tick;
 * ids hold their tick. Zero stands for null. One transaction is open at a time: the contact lock sees to it.
 */
@CompileStatic
class RaceDatabase {
  /** The run's row. */
  record State(long due, long lease, int epoch, int awaits, long cause, int attempts, int segment) {}

  /** A run in some worker's hands. */
  record Grip(int epoch, long cause, int segment, long now) {}

  /** What a segment wrote: how the wait before it ended, and the wait it opened; none at the end. */
  record Entry(int segment, long endedBy, long cursor, int awaits, long deadline) {}

  private static final Instant ZERO = Instant.parse('2025-01-01T00:00:00Z')

  private final Database database
  private final Lane claims
  private final Lane transactions
  private final long id
  private final int task
  private Tx tx
  private Promise<Void> ending
  private Future<Void> ended

  RaceDatabase(Database database, Lane claims, Lane transactions, long id, long due) {
    this.task = done(database.names().intern('task', ['race'])).get('race')
    this.database = database
    this.claims = claims
    this.transactions = transactions
    this.id = id
    NewRun run = new NewRun(id, 0, id, 'race', '', 1, 1, 1)
    lock()
    done RunStore.start(tx, [new RunStore.Birth(run, task, false)], at(due), at(due))
    commit()
  }

  Grip claim(long now, long lease) {
    List<Shares.Ask> asks = [new Shares.Ask(task, 10, Shares.NO_FLOOR)]
    RowSet<Row> rows = done ClaimStore.claim(claims, asks, new Terms(at(now), at(lease), 1, []))
    rows.size() == 0 ? null : grip(rows.iterator().next(), now)
  }

  void renew(Grip grip, long lease) {
    done ClaimStore.renew(claims, [held(grip)], at(lease))
  }

  void release(Grip grip) {
    done ClaimStore.release(claims, [held(grip)], 1)
  }

  State committedRow() {
    state(done(database.run(STATE, id)))
  }

  List<Entry> committedJournal() {
    RowSet<Row> rows = done database.run('select entries from journal where run_id = $1::int8 order by segment', id)
    rows.collect { Row row -> entry(row.getString(0)) }
  }

  void lock() {
    Promise<Tx> begun = Promise.promise()
    ending = Promise.promise()
    Promise<Void> end = ending
    ended = transactions.transaction({ Tx open ->
      begun.complete(open)
      end.future()
    } as Function<Tx, Future<Void>>)
    tx = done begun.future()
    done SubjectLocks.take(tx, [id])
  }

  State row() {
    state(done(tx.run(STATE, id)))
  }

  void storeEvent(long event, int name) {
    done tx.run(
        'insert into events(id, contact_id, name, source, occurred_at) values ($1::int8, $2::int8, $3::int4, 1, now())',
        event, id, name)
  }

  Grip wake(long cause, long now, long lease, boolean here) {
    RowSet<Row> rows = done RunStore.wake(tx, [new Wake(id, cause)], at(now), at(lease), 1, here ? [task] : [])
    rows.size() == 0 || !here ? null : grip(rows.iterator().next(), now)
  }

  boolean park(Grip grip, long due, int wait, boolean goesOn, long lease) {
    Advance park = new Advance.Park(run(grip), '', at(due), wait == 0 ? null : new Advance.Wait('', null))
    Advanced segment = new Advanced(held(grip), park, null, wait == 0 ? null : wait)
    (done(FenceStore.park(tx, [segment], goesOn ? [id] as Set : [] as Set, at(lease)))).size() == 1
  }

  boolean finish(Grip grip) {
    Advanced segment = new Advanced(held(grip), new Advance.Finish(run(grip), ''), null, null)
    (done(FenceStore.finish(tx, [segment]))).size() == 1
  }

  void append(Entry entry) {
    done tx.run(
        'insert into journal(run_id, generation, segment, format, entries) values ($1::int8, 0, $2::int2, 1, $3::text)',
        id, entry.segment() as short,
        [entry.segment(), entry.endedBy(), entry.cursor(), entry.awaits(), entry.deadline()].join(' '))
  }

  long firstEvent(long after, int name, long until) {
    RowSet<Row> rows = done tx.run('''
        select e.id from events e
        where e.contact_id = $1::int8 and e.id > $2::int8 and e.id <= $3::int8 and e.name = $4::int4
        order by e.id limit 1''', id, after, until, name)
    rows.size() == 0 ? 0L : rows.iterator().next().getLong(0)
  }

  boolean cancel() {
    (done(RunStore.cancel(tx, [id]))).runs().size() == 1
  }

  void commit() {
    ending.complete()
    done ended
  }

  void rollback() {
    ending.fail('rolled back')
    ended.otherwiseEmpty().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }

  private static final String STATE = '''
      select due_at, lease_until, epoch, wait_name, cause, attempts, segment from runs where id = $1::int8'''

  private static State state(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return null
    }
    Row row = rows.iterator().next()
    new State(tick(row.getOffsetDateTime(0)), tick(row.getOffsetDateTime(1)), row.getInteger(2),
        row.getInteger(3) ?: 0, row.getLong(4) ?: 0L, row.getInteger(5), row.getInteger(6))
  }

  private static Entry entry(String text) {
    List<Long> parts = text.split(' ').collect { it as long }
    new Entry(parts[0] as int, parts[1], parts[2], parts[3] as int, parts[4])
  }

  private static Grip grip(Row row, long now) {
    Claimed claimed = RunRow.claimed(row, 'race', at(now))
    new Grip(claimed.epoch(), claimed.cause() ?: 0L, claimed.segment(), now)
  }

  private Held held(Grip grip) {
    new Held(run(grip), null, 0)
  }

  private Claimed run(Grip grip) {
    new Claimed(id, 0, id, 'race', '', 1, 1, grip.epoch(), null, at(grip.now()), 0, grip.segment(), 1)
  }

  private static Instant at(long tick) {
    ZERO.plusMillis(tick)
  }

  private static long tick(OffsetDateTime time) {
    time == null ? 0L : time.toInstant().toEpochMilli() - ZERO.toEpochMilli()
  }

  private static <T> T done(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }
}
