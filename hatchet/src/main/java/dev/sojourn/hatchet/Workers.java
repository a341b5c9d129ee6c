package dev.sojourn.hatchet;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Workers as the engine sees them, over REST. */
public final class Workers {
  private final Rest rest;

  Workers(Rest rest) {
    this.rest = rest;
  }

  /** Has the engine give a worker no new tasks; those it has go on. */
  public CompletionStage<Void> pause(String workerId) {
    return set(workerId, true);
  }

  /** Has the engine give a worker new tasks again. */
  public CompletionStage<Void> resume(String workerId) {
    return set(workerId, false);
  }

  private CompletionStage<Void> set(String workerId, boolean paused) {
    return rest.patch(RestPath.of("/api/v1/workers").child(workerId), Map.of("isPaused", paused));
  }
}
