package dev.sojourn.hatchet.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How a worker presents itself and treats its tasks.
 *
 * @param name letters, digits, dot, dash and underscore; need not be unique
 * @param slots ordinary tasks at the same time, for each set of actions that is announced together
 * @param durableSlots durable tasks at the same time, those that wait in memory included
 * @param labels shown by the engine
 * @param evictAfter how long an invocation that waits stays in memory before it is evicted, default
 *     5 s; a wake within it costs no replay
 * @param linger how long after an eviction the engine is asked for an answer that met it, default 3
 *     s; a worker that drains leaves no sooner
 * @param executor where bodies run; null for threads of the worker's own
 */
public record WorkerConfig(
    String name,
    int slots,
    int durableSlots,
    Map<String, String> labels,
    Duration evictAfter,
    Duration linger,
    @Nullable Executor executor) {

  public WorkerConfig {
    if (!name.matches("[a-zA-Z0-9._-]+")) {
      throw new IllegalArgumentException(
          "worker '" + name + "': a name has letters, digits, dots, dashes and underscores only");
    }
    if (slots < 0 || durableSlots < 0 || slots + durableSlots == 0) {
      throw new IllegalArgumentException("worker '" + name + "' needs a slot, and none below 0");
    }
    requirePositive("evictAfter", evictAfter);
    requirePositive("linger", linger);
    labels = Map.copyOf(labels);
  }

  private static void requirePositive(String what, Duration length) {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException(what + " '" + length + "' is not above zero");
    }
  }

  /** A worker with 100 slots, 1000 durable ones, and eviction after 5 s. */
  public static WorkerConfig named(String name) {
    return new WorkerConfig(
        name, 100, 1_000, Map.of(), Duration.ofSeconds(5), Duration.ofSeconds(3), null);
  }

  /** The same with other slots. */
  public WorkerConfig withSlots(int ordinary, int durable) {
    return new WorkerConfig(name, ordinary, durable, labels, evictAfter, linger, executor);
  }

  /** The same with labels. */
  public WorkerConfig withLabels(Map<String, String> other) {
    return new WorkerConfig(name, slots, durableSlots, other, evictAfter, linger, executor);
  }

  /** The same with another time before an eviction. */
  public WorkerConfig withEvictAfter(Duration other) {
    return new WorkerConfig(name, slots, durableSlots, labels, other, linger, executor);
  }

  /** The same with another time after an eviction. */
  public WorkerConfig withLinger(Duration other) {
    return new WorkerConfig(name, slots, durableSlots, labels, evictAfter, other, executor);
  }

  /** The same with bodies that run elsewhere. */
  public WorkerConfig withExecutor(Executor other) {
    return new WorkerConfig(name, slots, durableSlots, labels, evictAfter, linger, other);
  }
}
