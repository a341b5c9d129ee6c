package dev.sojourn.runtime.engine.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which versions of a task are left alone because too many of their runs were blocked in this
 * process: from the {@value #LIMIT}th on, until somebody unblocks runs or the task is served anew.
 */
final class Stops {
  static final int LIMIT = 20;

  private final Map<Long, Integer> blocked = new HashMap<>();
  private volatile List<Long> stopped = List.of();

  /** Counts a block; answers whether it stopped the version. */
  boolean blocked(int task, int version) {
    int count = blocked.merge(key(task, version), 1, Integer::sum);
    if (count == LIMIT) {
      publish();
    }
    return count == LIMIT;
  }

  void cleared(int task) {
    blocked.keySet().removeIf(key -> taskOf(key) == task);
    publish();
  }

  void cleared() {
    blocked.clear();
    publish();
  }

  /** The stopped versions, each {@code task << 32 | version}. May be read from any thread. */
  List<Long> stopped() {
    return stopped;
  }

  /** Whether any version of the task is stopped. May be called from any thread. */
  boolean any(int task) {
    return stopped.stream().anyMatch(key -> taskOf(key) == task);
  }

  static long key(int task, int version) {
    return (long) task << 32 | version;
  }

  private static int taskOf(long key) {
    return (int) (key >> 32);
  }

  private void publish() {
    stopped =
        blocked.entrySet().stream()
            .filter(entry -> entry.getValue() >= LIMIT)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
  }
}
