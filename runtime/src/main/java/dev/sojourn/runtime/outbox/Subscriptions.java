package dev.sojourn.runtime.outbox;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which types anybody wants to be told of: a numbered set in the database, and what this process
 * knows of it. Who changes it tells all processes, in the transaction that does.
 */
final class Subscriptions {
  private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);
  static final String CHANNEL = "sojourn_subscriptions";

  private final Database database;
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private volatile Known known = new Known(-1, Set.of());

  /** What was read: the larger number is the newer. */
  record Known(long number, Set<String> types) {}

  Subscriptions(Database database) {
    this.database = database;
  }

  boolean has(String type) {
    return known.types().contains(type);
  }

  /** Reads the set, and follows its changes. */
  Future<Void> open() {
    return database.listen(CHANNEL, this::changed).compose(listening -> read());
  }

  void follow(Runnable told) {
    followers.add(told);
  }

  /** Bars others from changing the set until the transaction ends. */
  static Future<Void> hold(Tx tx) {
    return tx.run(OutboxStore.HOLD_SUBSCRIPTIONS).mapEmpty();
  }

  /** The set is this from the commit on; all processes learn of it within moments. */
  Future<Void> set(Tx tx, Set<String> types) {
    tx.afterCommit(this::changed);
    return tx.run(OutboxStore.SUBSCRIBE, types.stream().sorted().toArray(String[]::new), CHANNEL)
        .mapEmpty();
  }

  private void changed() {
    read()
        .onSuccess(done -> followers.forEach(Runnable::run))
        .onFailure(
            lost ->
                log.warn("what endpoints subscribe to could not be read: {}", lost.getMessage()));
  }

  /** Reads the set as it is now. */
  Future<Void> read() {
    return database
        .run(OutboxStore.SUBSCRIPTIONS)
        .map(OutboxStore::known)
        .onSuccess(this::learn)
        .mapEmpty();
  }

  private void learn(Known read) {
    if (read.number() >= known.number()) {
      known = read;
    }
  }
}
