package dev.sojourn.runtime.engine

import dev.sojourn.runtime.database.Tx
import groovy.transform.CompileStatic
import io.vertx.core.Future
import io.vertx.core.Promise
import java.util.concurrent.BlockingQueue
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.function.Function

/**
 * A task that writes one row for each segment it saves, so that a segment saved twice is a unique
 * violation and one that left something behind can be counted.
 */
@CompileStatic
class RecordingTask implements Task {
  static final String TABLE =
      'create table saved(task text, run_id bigint, segment int, cause bigint, at bigserial, primary key (run_id, segment))'

  private static final String SAVE = '''
      insert into saved(task, run_id, segment, cause)
      select $1::text, u.run, u.segment, u.cause
      from unnest($2::int8[], $3::int4[], $4::int8[]) u(run, segment, cause)
      '''

  final String name
  /** Every run this task was asked to advance, in that order. */
  final List<Claimed> seen = new CopyOnWriteArrayList<>()
  /** Segments whose transaction committed. */
  final BlockingQueue<Claimed> committed = new LinkedBlockingQueue<>()
  /** What one run does next. */
  volatile Function<Claimed, Advance> step = { Claimed run -> finish(run) } as Function<Claimed, Advance>
  /** What holds the answers back. */
  private volatile Future<?> gate = Future.succeededFuture()
  /** What else is written in the transaction. */
  volatile Function<Saving, Future<Void>> also

  /** The event by which others may start it. */
  volatile String trigger

  RecordingTask(String name) {
    this.name = name
  }

  /** Holds every answer back from now on, until what is given out is completed. */
  Promise<Void> hold() {
    Promise<Void> opening = Promise.promise()
    gate = opening.future()
    opening
  }

  @Override
  String name() {
    name
  }

  @Override
  String trigger() {
    trigger
  }

  @Override
  Future<List<Advance>> advance(List<Claimed> runs) {
    seen.addAll(runs)
    (gate as Future<Object>).map { Object open -> runs.collect { Claimed run -> step.apply(run) } }
  }

  @Override
  Future<Void> save(Tx tx, List<Advance> survivors) {
    List<Claimed> runs = survivors*.run()
    tx.afterCommit { committed.addAll(runs) }
    Future<?> saved = tx.run(
        SAVE,
        name,
        runs.collect { it.id() } as long[],
        runs.collect { it.segment() } as int[],
        runs.collect { it.cause() } as Long[])
    Future<Void> more = also == null ? Future.<Void> succeededFuture() : also.apply(new Saving(tx, survivors))
    Future.all(saved, more).<Void> mapEmpty()
  }

  /** The next committed segment; fails when none comes. */
  Claimed next() {
    Claimed run = committed.poll(20, TimeUnit.SECONDS)
    assert run != null: "task '$name' committed nothing in 20 s"
    run
  }

  List<Claimed> next(int count) {
    (1..count).collect { next() }
  }

  static Advance finish(Claimed run) {
    new Advance.Finish(run, '')
  }

  static Advance park(Claimed run, java.time.Instant due) {
    new Advance.Park(run, '', due, null)
  }

  @CompileStatic
  static class Saving {
    final Tx tx
    final List<Advance> survivors

    Saving(Tx tx, List<Advance> survivors) {
      this.tx = tx
      this.survivors = survivors
    }
  }
}
