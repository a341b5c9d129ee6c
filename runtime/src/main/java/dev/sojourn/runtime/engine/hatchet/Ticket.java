package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.Json;
import dev.sojourn.hatchet.NewRun;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run of Hatchet is started with: which run of ours it is for.
 *
 * @param chain how many runs of Hatchet had it before
 */
record Ticket(String taskName, long runId, int chain) {
  /** Marks what this service itself puts into Hatchet. */
  static final String MARK = "sojourn";

  /** The key of the event that ends a wait. */
  static final String WAKE = "sojourn:wake";

  /** Numbers of parks are those within one run of Hatchet, after so many for each before it. */
  private static final int PARKS_OF_ONE = 1_000;

  /** The name of a task's workflow. */
  static String workflow(String taskName) {
    return taskName.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  /** The metadata by which a run of Hatchet is found. */
  Map<String, String> metadata() {
    return Map.of(MARK, "run", "run", String.valueOf(runId), "chain", String.valueOf(chain));
  }

  /** The scope of the event that ends one park. */
  static String scope(long runId, int park) {
    return runId + ":" + park;
  }

  /** The number of the park at a place in the list, from 0. */
  int park(int place) {
    return chain * PARKS_OF_ONE + place + 1;
  }

  /** A second start of it does no harm, since only the first adopts. */
  NewRun start() {
    return NewRun.of(
            workflow(taskName),
            Json.of(Map.of("task", taskName, "run", String.valueOf(runId), "chain", chain)))
        .withMetadata(metadata())
        .idempotently();
  }

  /** Reads the input of a run of Hatchet; empty if it is not one of ours. */
  static Optional<Ticket> of(Json input) {
    try {
      Map<String, @Nullable Object> fields = input.asMap();
      return fields.get("run") instanceof String run
              && fields.get("chain") instanceof Integer chain
              && fields.get("task") instanceof String task
          ? Optional.of(new Ticket(task, Long.parseLong(run), chain))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
