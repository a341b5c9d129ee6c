package dev.sojourn.runtime.engine;

import dev.sojourn.runtime.database.Database;
import io.vertx.core.Future;

/** Which engine an installation runs its journeys on, as the database has it. */
public final class ActiveEngine {
  private static final String MOVING = "moving to ";

  private final Database database;

  /** The engine of a database. */
  public ActiveEngine(Database database) {
    this.database = database;
  }

  /**
   * Records the engine if none is; fails with {@link EngineDisagrees} if it is another one.
   *
   * @param backing {@code local} or {@code hatchet}
   */
  public Future<Void> require(String backing) {
    return database
        .run(ActiveEngineStore.RECORD, backing)
        .compose(recorded -> recorded())
        .compose(
            found ->
                found.equals(backing)
                    ? Future.succeededFuture()
                    : Future.failedFuture(new EngineDisagrees(disagreement(found, backing))));
  }

  private static String disagreement(String found, String backing) {
    if (found.startsWith(MOVING)) {
      String to = found.substring(MOVING.length());
      return "the journeys are on their way to the engine '"
          + to
          + "'; let './sojourn engine move --to "
          + to
          + "' come to its end, or run it again";
    }
    return "the journeys of this installation run on the engine '"
        + found
        + "', and this process is set to '"
        + backing
        + "'; "
        + (found.equals("hatchet") ? "set HATCHET_CLIENT_TOKEN" : "take HATCHET_CLIENT_TOKEN away")
        + ", or move them with './sojourn engine move --to "
        + backing
        + "'";
  }

  /** The engine that is recorded; empty text for none. */
  public Future<String> recorded() {
    return database
        .run(ActiveEngineStore.READ)
        .map(rows -> rows.size() == 0 ? "" : rows.iterator().next().getString(0));
  }

  /** From now on no process starts, until the journeys have moved. */
  public Future<Void> moving(String to) {
    return database.run(ActiveEngineStore.CHANGE, MOVING + to).mapEmpty();
  }

  /** The journeys run here from now on. */
  public Future<Void> moved(String to) {
    return database.run(ActiveEngineStore.CHANGE, to).mapEmpty();
  }
}
