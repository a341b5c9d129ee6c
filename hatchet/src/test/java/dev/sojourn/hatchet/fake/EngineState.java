package dev.sojourn.hatchet.fake;

import io.grpc.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the parts of the engine share: its time, its chance, its runs and workflows. Owned by the
 * loop.
 */
final class EngineState {
  final FakeSettings settings;
  final EngineClock clock;
  final Timers timers = new Timers();
  final Ids ids;
  final Faults faults;
  final Workflows workflows;
  final Map<String, Run> runs = new LinkedHashMap<>();

  EngineState(FakeSettings settings, EngineClock clock) {
    this.settings = settings;
    this.clock = clock;
    this.ids = new Ids(settings.seed());
    this.faults = new Faults(ids);
    this.workflows = new Workflows(ids);
  }

  Instant now() {
    return clock.instant();
  }

  Run run(String id) {
    Run run = runs.get(id);
    if (run == null) {
      throw Status.NOT_FOUND.withDescription("no run or task '" + id + "'").asRuntimeException();
    }
    return run;
  }
}
