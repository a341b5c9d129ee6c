package dev.sojourn.runtime.config;

import dev.sojourn.hatchet.HatchetConfig;
import dev.sojourn.hatchet.HatchetException;
import java.util.List;
import java.util.Optional;

/**
 * What runs the journeys.
 *
 * @param backing {@code local} or {@code hatchet} ({@code ENGINE}; default {@code hatchet} if
 *     {@code HATCHET_CLIENT_TOKEN} is set, else {@code local})
 * @param hatchet where Hatchet is, for that backing; the {@code HATCHET_CLIENT_…} variables
 */
public record EngineConfig(String backing, Optional<HatchetConfig> hatchet) {
  private static final String TOKEN = "HATCHET_CLIENT_TOKEN";

  static EngineConfig from(Settings settings) {
    boolean hasToken = settings.text(TOKEN).isPresent();
    String backing =
        settings.oneOf("ENGINE", hasToken ? "hatchet" : "local", List.of("local", "hatchet"));
    if (backing.equals("local")) {
      return new EngineConfig(backing, Optional.empty());
    }
    if (!hasToken) {
      settings.problem(TOKEN, "is not set; ENGINE 'hatchet' needs it");
      return new EngineConfig(backing, Optional.empty());
    }
    return new EngineConfig(backing, hatchet(settings));
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
