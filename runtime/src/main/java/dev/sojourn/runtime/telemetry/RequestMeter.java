package dev.sojourn.runtime.telemetry;

/** Counts and times the answers of one route; obtained once per route, used for each request. */
public interface RequestMeter {
  /**
   * Takes an answer into account.
   *
   * @param status the HTTP status it had
   * @param startedNanos {@link System#nanoTime()} when its request came
   */
  void answered(int status, long startedNanos);
}
