package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.IdempotencyConfig;
import dev.sojourn.hatchet.wire.IdempotencyMethod;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The idempotency keys of runs, one space for the tenant. Owned by the loop. */
final class IdempotencyKeys {
  /** Whether a run may be created. */
  sealed interface Claim {}

  record Free() implements Claim {}

  record Taken(String runId) implements Claim {}

  /** The expression has no value: no run is created, and nobody is told. */
  record Unknown() implements Claim {}

  private record Held(String runId, Instant until, IdempotencyMethod method) {}

  private final EngineState state;
  private final Map<String, Held> keys = new HashMap<>();

  IdempotencyKeys(EngineState state) {
    this.state = state;
  }

  /**
   * Takes the run's key for it. Runs that an event starts hold theirs by time, whatever the method.
   */
  Claim claim(String runId, NewRun run) {
    if (!run.version().definition().hasIdempotency()) {
      return new Free();
    }
    IdempotencyConfig config = run.version().definition().getIdempotency();
    String key;
    try {
      Object value =
          Cel.evaluate(
              config.getExpression(),
              Map.of(
                  "input", Json.read("input", run.input()), "additional_metadata", run.metadata()));
      if (!(value instanceof String text)) {
        return new Unknown();
      }
      key = text;
    } catch (Cel.Failed failed) {
      return new Unknown();
    }
    Held held = keys.get(key);
    if (held != null && isHeld(held)) {
      return new Taken(held.runId);
    }
    IdempotencyMethod method = run.event() == null ? config.getMethod() : IdempotencyMethod.TTL;
    keys.put(key, new Held(runId, state.now().plusMillis(config.getTtlMs()), method));
    return new Free();
  }

  private boolean isHeld(Held held) {
    Run run = state.runs.get(held.runId);
    boolean isOver = held.method == IdempotencyMethod.STATUS && run != null && run.state.isDone();
    return state.now().isBefore(held.until) && !isOver;
  }
}
