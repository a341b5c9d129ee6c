package dev.sojourn.runtime.config;

import dev.sojourn.hatchet.HatchetConfig;
import dev.sojourn.hatchet.HatchetException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What runs the journeys.
 *
 * @param backing {@code local} or {@code hatchet} ({@code ENGINE}; default {@code hatchet} if
 *     {@code HATCHET_CLIENT_TOKEN} is set, else {@code local})
 * @param hatchet where Hatchet is, for that backing; the {@code HATCHET_CLIENT_…} variables
 * @param firstContact how long a worker that starts tries to reach it ({@code
 *     HATCHET_CONNECT_TIMEOUT}, up to 50 s; default 30 s)
 * @param passesOn whether it is told of every event that was taken in ({@code HATCHET_PUSH_EVENTS};
 *     default false)
 */
public record EngineConfig(
    String backing, Optional<HatchetConfig> hatchet, Duration firstContact, boolean passesOn) {
  private static final String TOKEN = "HATCHET_CLIENT_TOKEN";
  private static final String PUSH = "HATCHET_PUSH_EVENTS";
  private static final String PATIENCE = "HATCHET_CONNECT_TIMEOUT";
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(50);

  static EngineConfig from(Settings settings) {
    boolean hasToken = settings.text(TOKEN).isPresent();
    String backing =
        settings.oneOf("ENGINE", hasToken ? "hatchet" : "local", List.of("local", "hatchet"));
    boolean passesOn = settings.flag(PUSH, false);
    if (backing.equals("local")) {
      if (passesOn) {
        settings.problem(PUSH, "needs ENGINE 'hatchet'; there is no Hatchet to push events into");
      }
      return new EngineConfig(backing, Optional.empty(), patience(settings), false);
    }
    if (!hasToken) {
      settings.problem(TOKEN, "is not set; ENGINE 'hatchet' needs it");
      return new EngineConfig(backing, Optional.empty(), patience(settings), passesOn);
    }
    return new EngineConfig(backing, hatchet(settings), patience(settings), passesOn);
  }

  private static Duration patience(Settings settings) {
    Duration patience = settings.duration(PATIENCE, Duration.ofSeconds(30));
    if (patience.compareTo(MOST_PATIENCE) > 0) {
      settings.problem(PATIENCE, "is longer than 50s; a worker ends within a minute");
    }
    return patience;
  }

  private static Optional<HatchetConfig> hatchet(Settings settings) {
    try {
      return Optional.of(HatchetConfig.from(settings.environment()));
    } catch (HatchetException e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> complain(settings, line));
      return Optional.empty();
    }
  }

  /** Its lines begin with the name of the setting where they are about one. */
  private static void complain(Settings settings, String line) {
    int end = line.indexOf(' ');
    boolean named = line.startsWith("HATCHET_CLIENT_") && end > 0;
    settings.problem(
        named ? line.substring(0, end) : TOKEN, named ? line.substring(end + 1) : line);
  }

  /** The backing alone; a token is a secret. */
  @Override
  public String toString() {
    return backing;
  }
}
