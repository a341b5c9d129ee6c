package dev.sojourn.runtime.config;

import java.net.URI;
import java.util.Optional;

/**
 * How often a key may ask.
 *
 * @param redisUrl where all processes count together ({@code REDIS_URL}, as {@code
 *     redis://:password@host:6379}; default nowhere, and each process counts for itself); a secret
 * @param dataPerMinute requests to the data plane, an event of a batch counting as one ({@code
 *     DATA_PLANE_RATE_LIMIT_PER_MINUTE}, default 6000; 0 for no limit)
 * @param adminPerMinute requests to the admin plane ({@code ADMIN_RATE_LIMIT_PER_MINUTE}, default
 *     100; 0 for no limit)
 */
public record LimitConfig(Optional<String> redisUrl, int dataPerMinute, int adminPerMinute) {
  static LimitConfig from(Settings settings) {
    return new LimitConfig(
        settings.parsed("REDIS_URL", LimitConfig::redisUrl),
        settings.whole("DATA_PLANE_RATE_LIMIT_PER_MINUTE", 6_000, 0, 100_000_000),
        settings.whole("ADMIN_RATE_LIMIT_PER_MINUTE", 100, 0, 100_000_000));
  }

  private static String redisUrl(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("rediss?")) {
        return text;
      }
    } catch (IllegalArgumentException notAUrl) {
      // The text may hold a password: falls through to an answer without it.
    }
    throw new IllegalArgumentException("is not of the form redis://:password@host:6379");
  }

  /** The settings without the password. */
  @Override
  public String toString() {
    return "LimitConfig[redis="
        + (redisUrl.isPresent() ? "****" : "-")
        + ", dataPerMinute="
        + dataPerMinute
        + ", adminPerMinute="
        + adminPerMinute
        + "]";
  }
}
