package dev.sojourn.runtime.engine

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.SubjectLocks
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.database.Tx
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.sql.ResultSet
import java.time.Instant
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import java.util.function.Function
import spock.lang.Shared
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** Engines on a database of their own, and what specs of them are written in. */
abstract class EngineFixture extends Specification {
  static final Instant NEVER = Instant.MAX

  @Shared TestDatabase place
  @Shared Vertx vertx
  @Shared Database database

  /** What is ended before the engines are. */
  protected final List<Closure<Future<Void>>> before = []
  private final List<Engine> engines = []
  private final List<Database> handles = []
  protected final MovableClock clock = new MovableClock()
  protected final RecordingTask task = new RecordingTask('journey:one')

  /** An engine over a database handle of its own, as another process would have it. */
  protected abstract Engine newEngine(MovableClock clock)

  def setupSpec() {
    place = TestDatabase.fresh()
    vertx = Vertx.vertx()
    database = place.open(vertx)
    done database.run(RecordingTask.TABLE)
  }

  def cleanup() {
    before.each { done it() }
    engines.each { done it.stop() }
    handles.each { done it.close() }
    done database.run('truncate runs, saved, outbox')
  }

  def cleanupSpec() {
    done database.close()
    done vertx.close()
    place.close()
  }

  protected static Advance finished(Claimed run) {
    RecordingTask.finish(run)
  }

  protected static Advance parked(Claimed run, Instant due) {
    RecordingTask.park(run, due)
  }

  protected Engine serving(RecordingTask served, MovableClock time = clock) {
    serving(newEngine(time), served)
  }

  protected Engine serving(Engine engine, RecordingTask served) {
    done engine.serve(served)
    engine
  }

  /** An engine that has these runs in work and nothing else; the task holds them, else they are over. */
  protected Engine atWork(NewRun... runs) {
    atWork(newEngine(clock), runs)
  }

  protected Engine atWork(Engine engine, NewRun... runs) {
    serving(engine, task)
    start(engine, runs as List)
    waitUntil { task.seen.size() == runs.size() }
    engine
  }

  protected <E extends Engine> E closedAfterwards(E engine) {
    engines << engine
    engine
  }

  protected Database newHandle() {
    handles << place.open(vertx)
    handles.last()
  }

  protected NewRun newRun(Map<String, ?> as = [:]) {
    long id = database.ids().next()
    new NewRun(id, 0, (as.subject ?: id + 1) as long, (as.task ?: task.name) as String,
        (as.key ?: '') as String, 3, 77, (as.level ?: 1) as int, as.cause as Long)
  }

  protected void start(Engine engine, NewRun run) {
    start(engine, [run])
  }

  protected void start(Engine engine, List<NewRun> runs) {
    done inTransaction(runs*.subject()) { tx -> engine.start(tx, runs) }
  }

  protected void wake(Engine engine, NewRun run, long cause) {
    done inTransaction([run.subject()]) { tx -> engine.wake(tx, [new Wake(run.id(), cause)]) }
  }

  protected <T> Future<T> inTransaction(List<Long> subjects, Closure<Future<T>> work) {
    database.transaction({ Tx tx ->
      SubjectLocks.take(tx, subjects).compose({ work.call(tx) } as Function)
    } as Function)
  }

  protected <T> T done(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
    } catch (ExecutionException e) {
      throw e.cause
    }
  }

  protected boolean waitUntil(Closure<Boolean> holds) {
    new PollingConditions(timeout: 20, delay: 0.02).eventually { assert holds.call() }
    true
  }

  protected List<Map> saved() {
    rows('select task, run_id, segment, cause from saved order by at')
  }

  protected List<Map> live() {
    rows('select id, segment, attempts, lease_until as lease from runs order by id')
  }

  protected Map row(NewRun run) {
    rows("select segment, epoch, cause, blocked, due_at::text as due, lease_until as lease from runs where id = ${run.id()}")[0]
  }

  protected List<Map> rows(String sql) {
    place.connect().withCloseable { connection ->
      ResultSet found = connection.createStatement().executeQuery(sql)
      def names = (1..found.metaData.columnCount).collect { found.metaData.getColumnLabel(it) }
      def all = []
      while (found.next()) {
        all << names.collectEntries { [it, found.getObject(it)] }
      }
      all
    }
  }

  protected boolean quietFor(int ms) {
    rows("""select coalesce(max(query_start) < clock_timestamp() - interval '$ms ms', true) as quiet
            from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()""")[0].quiet
  }

  protected Object lastStatement() {
    rows('''select max(query_start)::text as last from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()''')[0].last
  }
}
