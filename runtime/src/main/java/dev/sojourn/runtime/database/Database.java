package dev.sojourn.runtime.database;

import dev.sojourn.runtime.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database as the rooms see it: a pool for everything, lanes for the hot paths, and what a
 * process draws from it (ids, public ids, interned names, the time, hints). Safe for all threads.
 */
public final class Database {
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  /** How often the lease of the id node is renewed and the clock is measured. */
  private static final Duration RENEWAL = Duration.ofMinutes(5);

  private static final Duration RENEWAL_RETRY = Duration.ofSeconds(5);

  /** How often the clocks of this machine are compared. */
  private static final Duration WATCH = Duration.ofSeconds(1);

  private static final String ID_KEY = "select value from installation where name = 'id_key'";

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final Pool pool;
  private final ClockWatch watch;
  private final NodeStore nodes;
  private final Notices notices;
  private final Backstop backstop;
  private final Drawn drawn;
  private final Stopwatch acquired = new Stopwatch();
  private final Stopwatch held = new Stopwatch();
  private final Stopwatch queried = new Stopwatch();
  private final long watching;
  private volatile boolean closed;

  private Database(
      Vertx vertx,
      DatabaseConfig config,
      Pool pool,
      ClockWatch watch,
      NodeStore nodes,
      Drawn drawn) {
    this.vertx = vertx;
    this.config = config;
    this.pool = pool;
    this.watch = watch;
    this.nodes = nodes;
    this.drawn = drawn;
    this.notices = new Notices(vertx, pool, Connecting.listener(config.url()));
    this.backstop = new Backstop(vertx, this);
    renewAfter(RENEWAL);
    this.watching = vertx.setPeriodic(WATCH.toMillis(), timer -> watch.look());
  }

  /** A connected database; the schema must be there. */
  public static Future<Database> open(Vertx vertx, DatabaseConfig config) {
    Pool pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(config.poolMax())
                    .setMaxWaitQueueSize(10_000)
                    .setConnectionTimeout(10)
                    .setConnectionTimeoutUnit(TimeUnit.SECONDS))
            .with(Connecting.sockets())
            .connectingTo(Connecting.pooled(config.url()))
            .using(vertx)
            .build();
    DatabaseClock clock = new DatabaseClock(InstantSource.system().instant());
    ClockWatch watch = new ClockWatch(clock, new TimeStore(pool, clock));
    NodeStore nodes = new NodeStore(pool);
    return watch
        .measure()
        .compose(measured -> nodes.claim())
        .compose(lease -> drawn(pool, new Ids(clock, lease)))
        .map(drawn -> new Database(vertx, config, pool, watch, nodes, drawn))
        .recover(error -> pool.close().transform(done -> Future.failedFuture(Failures.of(error))));
  }

  /** Runs one statement on the pool, committed by itself. */
  public Future<RowSet<Row>> run(String sql, @Nullable Object... parameters) {
    return queried
        .time(() -> pool.preparedQuery(sql).execute(Arguments.of(parameters)))
        .recover(error -> Future.failedFuture(Failures.of(error)));
  }

  /** Runs the work in a transaction of a pooled connection; it fails if any statement failed. */
  public <T> Future<T> transaction(Function<Tx, Future<T>> work) {
    return acquired
        .time(pool::getConnection)
        .recover(error -> Future.<SqlConnection>failedFuture(Failures.of(error)))
        .compose(
            connection ->
                held.time(
                    () -> Transaction.on(connection, work).eventually(() -> connection.close())));
  }

  /** A pinned connection of its own, on the calling context. */
  public Future<Lane> lane() {
    return Lane.open((ContextInternal) vertx.getOrCreateContext(), Connecting.lane(config.url()));
  }

  /** How many connections the pool holds now, idle ones included. */
  public int connections() {
    return pool.size();
  }

  /** How many of them are in use now. */
  public int connectionsInUse() {
    return Math.min(connections(), held.underWay() + queried.underWay());
  }

  /** What transactions wait for until they have a connection of the pool. */
  public Waited acquired() {
    return acquired.total();
  }

  /** What single statements wait for until they are answered. */
  public Waited queried() {
    return queried.total();
  }

  /** The ids this process makes. */
  public Ids ids() {
    return drawn.ids;
  }

  /** Whether others make ids too, for one lane to ask. */
  public Peers peers() {
    return new Peers(drawn.ids);
  }

  /** The public faces of ids. */
  public PublicIds publicIds() {
    return drawn.publicIds;
  }

  /** Interned names. */
  public Names names() {
    return drawn.names;
  }

  /** The database's time. */
  public InstantSource clock() {
    return watch.clock();
  }

  /**
   * Runs this on a Vert.x context for every hint on the channel, and after each reconnection. Done
   * once the first hint could arrive.
   */
  public Future<Void> listen(String channel, Runnable onNotify) {
    return notices.listen(channel, onNotify);
  }

  /** Hints to every process on the channel, this one included, within some 10 ms. */
  public void notify(String channel) {
    notices.send(channel);
  }

  /**
   * Runs this from now on, within a minute, while a query finds a row: for what is due although no
   * hint came. Not on any context that the caller knows.
   *
   * @param query a whole {@code select}, with the database's time as {@code $1::timestamptz}
   */
  public void whenDue(String query, Runnable told) {
    backstop.add(query, told);
  }

  /** Looks now for what is due. */
  Future<Void> lookForDue() {
    return backstop.look();
  }

  /** Gives the id node back and closes all connections but the lanes, which their owners close. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(watching);
    backstop.close();
    return notices
        .close()
        .otherwiseEmpty()
        .compose(quiet -> nodes.release(drawn.ids).otherwiseEmpty())
        .compose(released -> pool.close());
  }

  private static Future<Drawn> drawn(Pool pool, Ids ids) {
    return pool.preparedQuery(ID_KEY)
        .execute()
        .map(rows -> rows.iterator().next().getString("value"))
        .map(key -> new Drawn(ids, new PublicIds(key), new Names(pool)));
  }

  private void renewAfter(Duration delay) {
    vertx.setTimer(
        delay.toMillis(),
        timer -> {
          if (!closed) {
            renew();
          }
        });
  }

  private void renew() {
    watch
        .measure()
        .compose(measured -> nodes.renew(drawn.ids))
        .compose(held -> held.map(Future::succeededFuture).orElseGet(nodes::claim))
        .onSuccess(drawn.ids::leased)
        .onSuccess(lease -> renewAfter(RENEWAL))
        .onFailure(
            error -> {
              log.warn("the lease of the id node was not renewed: {}", error.getMessage());
              renewAfter(RENEWAL_RETRY);
            });
  }

  private record Drawn(Ids ids, PublicIds publicIds, Names names) {}
}
