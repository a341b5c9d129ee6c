package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.HatchetConfig;
import java.time.Duration;

/**
 * How this service uses Hatchet.
 *
 * @param config where it is
 * @param slots runs of one worker at the same time, those that rest in memory included; 4096
 * @param watch how often it is asked what became of runs; 1 min
 */
public record HatchetSettings(HatchetConfig config, int slots, Duration watch) {
  /** The settings that need no tuning. */
  public static HatchetSettings of(HatchetConfig config) {
    return new HatchetSettings(config, 4096, Duration.ofMinutes(1));
  }
}
