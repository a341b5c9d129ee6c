package dev.sojourn.hatchet;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the engine treats a task.
 *
 * @param durable whether it keeps a log, so that it can wait and be replayed
 * @param timeout longest life of one assignment to a worker. For a durable task it must be longer
 *     than its longest wait: some releases let the clock run while the task is parked
 * @param scheduleTimeout longest time in the queue, after which the run fails; it begins anew with
 *     every retry and every wake
 * @param retries further attempts after one that failed
 * @param backoff waits between attempts; null for none
 * @param slots units of a worker's capacity that it takes, by pool; empty for one of {@code
 *     durable} or of {@code default}
 */
public record TaskOptions(
    boolean durable,
    Duration timeout,
    Duration scheduleTimeout,
    int retries,
    @Nullable Backoff backoff,
    Map<String, Integer> slots) {

  /**
   * Waits that grow: before attempt n, {@code min(cap, factor^n)} seconds.
   *
   * @param factor from 1 to 1000
   * @param cap from 1 s to a day
   */
  public record Backoff(float factor, Duration cap) {
    public Backoff {
      if (factor < 1 || factor > 1_000) {
        throw new IllegalArgumentException("backoff factor '" + factor + "' is not in 1 to 1000");
      }
      if (cap.toSeconds() < 1 || cap.toDays() > 1) {
        throw new IllegalArgumentException("backoff cap '" + cap + "' is not in 1 s to a day");
      }
    }
  }

  public TaskOptions {
    if (retries < 0) {
      throw new IllegalArgumentException("retries '" + retries + "' is below 0");
    }
    slots = Map.copyOf(slots);
  }

  /** A durable task: 90 days for a wait, 7 days in the queue, 3 retries after 2, 4 and 8 s. */
  public static TaskOptions forDurable() {
    return new TaskOptions(
        true,
        Duration.ofDays(90),
        Duration.ofDays(7),
        3,
        new Backoff(2, Duration.ofMinutes(1)),
        Map.of());
  }

  /** An ordinary task, as the engine has them: 60 s of life, 5 minutes in the queue, no retry. */
  public static TaskOptions forOrdinary() {
    return new TaskOptions(false, Duration.ofSeconds(60), Duration.ofMinutes(5), 0, null, Map.of());
  }

  /** The same with another longest life of an assignment. */
  public TaskOptions withTimeout(Duration other) {
    return new TaskOptions(durable, other, scheduleTimeout, retries, backoff, slots);
  }

  /** The same with another longest time in the queue. */
  public TaskOptions withScheduleTimeout(Duration other) {
    return new TaskOptions(durable, timeout, other, retries, backoff, slots);
  }

  /** The same with other retries. */
  public TaskOptions withRetries(int other, @Nullable Backoff waits) {
    return new TaskOptions(durable, timeout, scheduleTimeout, other, waits, slots);
  }

  /** The same with other needs of capacity. */
  public TaskOptions withSlots(Map<String, Integer> other) {
    return new TaskOptions(durable, timeout, scheduleTimeout, retries, backoff, other);
  }
}
