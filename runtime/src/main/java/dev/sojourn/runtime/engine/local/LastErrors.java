package dev.sojourn.runtime.engine.local;

import java.util.Map;

/** What went wrong last with runs that did not get through, so that a block can say it. */
final class LastErrors {
  private final Map<Long, String> errors = Remembered.ofRuns();

  void remember(long run, Throwable why) {
    errors.put(run, why.getMessage() == null ? why.toString() : why.getMessage());
  }

  void forget(long run) {
    if (!errors.isEmpty()) {
      errors.remove(run);
    }
  }

  String of(long run) {
    return errors.getOrDefault(run, "none known to this process, so a worker may have died of it");
  }
}
