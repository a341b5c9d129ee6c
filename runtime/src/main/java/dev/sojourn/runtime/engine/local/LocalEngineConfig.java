package dev.sojourn.runtime.engine.local;

import java.time.Duration;

/**
 * Settings of the engine on Postgres alone.
 *
 * @param commitLanes connections that commit groups of segments; 2
 * @param claimBatch runs asked for in one claim; 512
 * @param maxInWork runs held at once, the backpressure; 4096
 * @param lease how long a run belongs to a worker that does not renew it; 15 s
 * @param sweep how often an idle engine looks whether it missed something; 30 s
 * @param level runs above this level are left to newer processes; 1
 */
public record LocalEngineConfig(
    int commitLanes, int claimBatch, int maxInWork, Duration lease, Duration sweep, int level) {
  /** Checked settings. */
  public LocalEngineConfig {
    positive("commitLanes", commitLanes);
    positive("claimBatch", claimBatch);
    positive("maxInWork", maxInWork);
    positive("lease in ms", lease.toMillis());
    positive("sweep in ms", sweep.toMillis());
    positive("level", level);
  }

  /** The settings that need no tuning. */
  public static LocalEngineConfig ofDefaults() {
    return new LocalEngineConfig(2, 512, 4096, Duration.ofSeconds(15), Duration.ofSeconds(30), 1);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "engine setting '" + name + "' is '" + value + "'; it must be at least 1");
    }
  }
}
