package dev.sojourn.runtime.bundle;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes checked files the next active set, if they differ from the one in force. */
final class Publisher {
  /** Where processes hear that there is a new set. */
  static final String CHANNEL = "sojourn_active_set";

  private final Database database;
  private final BundleStore store;
  private final String name = ManagementFactory.getRuntimeMXBean().getName();

  Publisher(Database database, BundleStore store) {
    this.database = database;
    this.store = store;
  }

  /** Stores what is new and publishes; answers the number of each version's hash. */
  Future<Map<String, Integer>> publish(List<Checked> files) {
    return database.transaction(tx -> publish(tx, files));
  }

  private Future<Map<String, Integer>> publish(Tx tx, List<Checked> files) {
    var now = database.clock().instant();
    var locked = store.lock(tx);
    var newest = store.newest(tx);
    var numbers = store.store(tx, files, now);
    return Future.all(locked, newest, numbers)
        .compose(
            read -> {
              var inForce = newest.result().members();
              var members = members(files, inForce, numbers.result());
              return members.equals(inForce)
                  ? Future.succeededFuture()
                  : store.publish(tx, members, name, now).onSuccess(number -> announce(tx));
            })
        .map(published -> numbers.result());
  }

  private void announce(Tx tx) {
    tx.afterCommit(() -> database.notify(CHANNEL));
  }

  // A file with an error keeps what is in force for it, if anything is.
  private static Members members(
      List<Checked> files, Members inForce, Map<String, Integer> numbers) {
    var byKind = new EnumMap<Kind, Map<String, Integer>>(Kind.class);
    for (var file : files) {
      var version = file.version();
      var number =
          version == null ? inForce.version(file.kind(), file.id()) : numbers.get(version.hash());
      if (number != null) {
        byKind.computeIfAbsent(file.kind(), kind -> new HashMap<>()).put(file.id(), number);
      }
    }
    return new Members(byKind);
  }
}
