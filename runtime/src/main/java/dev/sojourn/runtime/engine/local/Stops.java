package dev.sojourn.runtime.engine.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which versions of a task are left alone because too many of their runs were blocked in this
 * process: from the {@value #LIMIT}th within ten minutes on, until somebody unblocks runs or the
 * task is served anew.
 */
final class Stops {
  static final int LIMIT = 20;
  static final Duration WINDOW = Duration.ofMinutes(10);

  /** When the newest blocks of a version were, oldest first; fewer than the limit. */
  private final Map<Long, Deque<Instant>> recent = new HashMap<>();

  private final Set<Long> keys = new HashSet<>();
  private volatile List<Long> stopped = List.of();

  /** Counts a block; answers whether it stopped the version. */
  boolean blocked(int task, int version, Instant at) {
    long key = key(task, version);
    if (keys.contains(key)) {
      return false;
    }
    Deque<Instant> times = recent.computeIfAbsent(key, fresh -> new ArrayDeque<>());
    while (!times.isEmpty() && times.element().plus(WINDOW).isBefore(at)) {
      times.remove();
    }
    times.add(at);
    if (times.size() < LIMIT) {
      return false;
    }
    recent.remove(key);
    keys.add(key);
    publish();
    return true;
  }

  void cleared(int task) {
    recent.keySet().removeIf(key -> taskOf(key) == task);
    keys.removeIf(key -> taskOf(key) == task);
    publish();
  }

  void cleared() {
    recent.clear();
    keys.clear();
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
    stopped = keys.stream().sorted().toList();
  }
}
