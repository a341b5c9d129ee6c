package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether some worker is there: a hint asks, and every worker answers with one. So an idle
 * installation writes no heartbeats, and a worker counts only if it still hears and speaks. Safe
 * for all threads.
 */
public final class Workers {
  private static final String ASKED = "sojourn_worker_asked";
  private static final String HERE = "sojourn_worker_here";

  /** An answer takes two hints, some 10 ms each. */
  private static final long PATIENCE_MS = 500;

  private final Database database;
  private final List<Promise<Void>> waiting = new CopyOnWriteArrayList<>();
  private volatile @Nullable Instant lastSeen;

  private Workers(Database database) {
    this.database = database;
  }

  /** Lets this process answer as a worker from now on. */
  public static Future<Void> answer(Database database) {
    return database.listen(ASKED, () -> database.notify(HERE));
  }

  /** Hears the answers from now on; does not wait until it could, which needs the database. */
  static Workers heardBy(Database database) {
    Workers workers = new Workers(database);
    database.listen(HERE, workers::seen);
    return workers;
  }

  /** Whether a worker answers now. */
  Future<Boolean> areThere() {
    Promise<Void> answered = Promise.promise();
    waiting.add(answered);
    database.notify(ASKED);
    return answered
        .future()
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .onComplete(done -> waiting.remove(answered))
        .transform(done -> Future.succeededFuture(done.succeeded()));
  }

  /** When one answered last, as far as this process knows. */
  @Nullable Instant lastSeen() {
    return lastSeen;
  }

  private void seen() {
    lastSeen = database.clock().instant();
    waiting.forEach(Promise::tryComplete);
  }
}
