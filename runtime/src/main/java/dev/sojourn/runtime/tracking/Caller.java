package dev.sojourn.runtime.tracking;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, by their own account.
 *
 * @param ip where from; null if unknown
 * @param userAgent what it says it is; null for nothing
 * @param purpose what its headers say about why it asks, joined; empty for nothing
 */
public record Caller(@Nullable String ip, @Nullable String userAgent, String purpose) {
  private static final int LONGEST = 512;

  public Caller {
    if (userAgent != null) {
      var storable = userAgent.replace("\0", "");
      userAgent = storable.length() > LONGEST ? storable.substring(0, LONGEST) : storable;
    }
  }
}
