package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.HatchetConfig;
import java.time.Duration;

/**
 * How this service uses Hatchet.
 *
 * @param config where it is
 * @param slots runs of one worker at the same time, those that rest in memory included; 4096
 * @param pace how patient it is
 * @param passesOn whether events that were taken in are pushed into Hatchet too
 */
public record HatchetSettings(HatchetConfig config, int slots, Pace pace, boolean passesOn) {
  /**
   * How patient a worker is.
   *
   * @param firstContact how long it tries to reach Hatchet when it starts; 30 s
   * @param rest how long a run that something may wake soon stays in memory; 5 s
   * @param evictAfter how long a wait in Hatchet stays in memory; shorter than 1 s, one that a
   *     replay finds fulfilled could be evicted before it is told
   * @param linger how long after an eviction Hatchet is asked for a waking that met it; 3 s
   * @param watch how often it is asked what became of runs; 1 min
   */
  public record Pace(
      Duration firstContact, Duration rest, Duration evictAfter, Duration linger, Duration watch) {
    /** The usual one, with another first contact. */
    static Pace usual(Duration firstContact) {
      return new Pace(
          firstContact,
          Plan.SHORT,
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofMinutes(1));
    }
  }

  /** The settings that need no tuning. */
  public static HatchetSettings of(HatchetConfig config, Duration firstContact, boolean passesOn) {
    return new HatchetSettings(config, 4096, Pace.usual(firstContact), passesOn);
  }
}
