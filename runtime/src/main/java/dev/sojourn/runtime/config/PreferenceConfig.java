package dev.sojourn.runtime.config;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * The settings of what people choose, and of the links by which they do.
 *
 * @param secret signs ({@code AUTH_SECRET}, at least 32 characters; production has to set it); a
 *     secret
 * @param previous secrets of before, whose links are still good ({@code
 *     UNSUBSCRIBE_TOKEN_PREVIOUS_SECRETS}, separated by commas); secrets
 * @param linksLast how long the links in a mail are good ({@code UNSUBSCRIBE_TOKEN_TTL_DAYS},
 *     default 730)
 * @param bounceThreshold after how many permanent bounces nothing more is sent to an address
 *     ({@code SUPPRESSION_BOUNCE_THRESHOLD}, default 3)
 * @param passing whether nothing was set and the secret was made for this process alone
 */
public record PreferenceConfig(
    String secret,
    List<String> previous,
    Duration linksLast,
    int bounceThreshold,
    boolean passing) {
  private static final int SHORTEST = 32;
  private static final int TWO_YEARS = 730;

  public PreferenceConfig {
    previous = List.copyOf(previous);
  }

  static PreferenceConfig from(Settings settings, boolean production) {
    boolean given = settings.text("AUTH_SECRET").isPresent();
    if (production && !given) {
      settings.problem("AUTH_SECRET", "is not set");
    }
    return new PreferenceConfig(
        given ? settings.parsed("AUTH_SECRET", PreferenceConfig::longEnough).orElse("") : random(),
        settings.list("UNSUBSCRIBE_TOKEN_PREVIOUS_SECRETS"),
        Duration.ofDays(settings.whole("UNSUBSCRIBE_TOKEN_TTL_DAYS", TWO_YEARS, 1, 36_500)),
        settings.whole("SUPPRESSION_BOUNCE_THRESHOLD", 3, 1, 1_000),
        !given);
  }

  /** The settings without the secrets. */
  @Override
  public String toString() {
    return "PreferenceConfig[secret="
        + (passing ? "of this process" : "****")
        + ", previous="
        + previous.size()
        + ", linksLast="
        + linksLast.toDays()
        + "d, bounceThreshold="
        + bounceThreshold
        + "]";
  }

  /** A secret that nobody knows. */
  static String random() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  private static String longEnough(String text) {
    if (text.length() >= SHORTEST) {
      return text;
    }
    throw new IllegalArgumentException(
        "is shorter than " + SHORTEST + " characters; make one with: openssl rand -base64 32");
  }
}
