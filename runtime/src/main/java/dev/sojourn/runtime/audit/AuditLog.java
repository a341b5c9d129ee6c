package dev.sojourn.runtime.audit;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.DatabaseGone;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed what. Nobody waits for an entry to be written; while the database is away, entries
 * wait for it.
 */
public final class AuditLog {
  private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_AT_ONCE = 500;
  private static final long PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 15_000;

  private final Vertx vertx;
  private final Context context;
  private final Database database;
  private final Strangers strangers = new Strangers();
  private final Deque<AuditPage.Item> waiting = new ArrayDeque<>();
  private @Nullable Promise<Void> end;
  private boolean writing;
  private boolean armed;
  private int failures;
  private long lost;

  /** The log of this database. */
  public AuditLog(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.database = database;
  }

  /** Takes an entry, to be written soon. */
  public void note(AuditEntry entry) {
    context.runOnContext(here -> add(entry));
  }

  /** Entries that fit, the newest first. */
  public Future<AuditPage> page(AuditFilter filter, int limit, int offset) {
    var total = database.run(AuditStore.COUNT, AuditStore.of(filter));
    var items = database.run(AuditStore.PAGE, AuditStore.of(filter, limit, offset));
    return Future.all(total, items)
        .map(
            both ->
                new AuditPage(
                    AuditStore.items(items.result()), total.result().iterator().next().getLong(0)));
  }

  /** Forgets entries of before an instant, at most so many. */
  public Future<Integer> forget(Tx tx, Instant before, int most) {
    return tx.run(AuditStore.FORGET, Ids.lastOf(before), most).map(rows -> rows.rowCount());
  }

  /** Writes what waits; what cannot be written now is lost. */
  public Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(
        here -> {
          end = closed;
          if (!writing) {
            write();
          }
        });
    return closed.future();
  }

  private void add(AuditEntry entry) {
    boolean isStranger = entry.status() == 401 && entry.actor().equals(AuditEntry.NOBODY);
    if (isStranger && !strangers.mayEnter(entry.at())) {
      if (strangers.isNews()) {
        log.warn(
            "more than {} changes of nobody known were refused within a minute; others like them"
                + " are not noted until the next",
            Strangers.MOST);
      }
    } else if (waiting.size() >= MOST_WAITING) {
      lose();
    } else {
      keep(entry);
    }
  }

  private void keep(AuditEntry entry) {
    try {
      waiting.add(new AuditPage.Item(database.ids().next(), entry));
      arm(PAUSE_MS);
    } catch (DatabaseGone leaseIsOver) {
      lose();
    }
  }

  private void lose() {
    if (lost++ % 1_000 == 0) {
      log.error("{} entries of the audit log were lost: the database is away for long", lost);
    }
  }

  private void arm(long ms) {
    if (!armed && !writing && end == null) {
      armed = true;
      vertx.setTimer(ms, rung -> context.runOnContext(here -> due()));
    }
  }

  private void due() {
    armed = false;
    if (!writing) {
      write();
    }
  }

  /** A repeat of what the database had taken already changes nothing. */
  private void write() {
    if (waiting.isEmpty()) {
      ended();
      return;
    }
    writing = true;
    List<AuditPage.Item> some = new ArrayList<>();
    waiting.stream().limit(MOST_AT_ONCE).forEach(some::add);
    database
        .run(AuditStore.ADD, AuditStore.rows(some))
        .onComplete((done, failure) -> context.runOnContext(here -> written(some.size(), failure)));
  }

  private void written(int count, @Nullable Throwable failure) {
    writing = false;
    if (failure == null) {
      failures = 0;
      for (int i = 0; i < count; i++) {
        waiting.remove();
      }
      if (end != null || waiting.size() >= MOST_AT_ONCE) {
        write();
      } else if (!waiting.isEmpty()) {
        arm(PAUSE_MS);
      }
      return;
    }
    failures++;
    log.warn(
        "{} entries of the audit log wait, they could not be written: {}",
        waiting.size(),
        failure.getMessage());
    if (end == null) {
      arm(Math.min(LONGEST_PAUSE_MS, 500L << Math.min(failures, 10)));
    } else {
      ended();
    }
  }

  private void ended() {
    if (end != null) {
      end.tryComplete();
    }
  }
}
