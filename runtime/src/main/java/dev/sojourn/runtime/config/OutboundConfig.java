package dev.sojourn.runtime.config;

import dev.sojourn.core.webhook.Presets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What programs of others are told, and how.
 *
 * @param delivery how it is delivered
 * @param privateTargets whether endpoints may be anywhere and without TLS ({@code
 *     OUTBOUND_ALLOW_PRIVATE_TARGETS}, by default outside production)
 * @param presets the kinds besides {@code webhook} that come with the house and may be used ({@code
 *     ENABLED_DESTINATION_PRESETS}: names with commas, {@code *} or {@code none}; default {@code
 *     *}). {@code posthog} always may
 * @param posthog the endpoint that is made at the first start, if any ({@code
 *     ENABLE_POSTHOG_DESTINATION}, {@code POSTHOG_API_KEY}, {@code POSTHOG_HOST})
 * @param sealing what secrets of endpoints are sealed with, the newest first ({@code AUTH_SECRET},
 *     {@code UNSUBSCRIBE_TOKEN_PREVIOUS_SECRETS}); secrets. Empty where none is set: then they are
 *     stored as they are
 */
public record OutboundConfig(
    DeliveryConfig delivery,
    boolean privateTargets,
    Set<Presets> presets,
    Optional<Posthog> posthog,
    List<String> sealing) {
  private static final String PRESETS = "ENABLED_DESTINATION_PRESETS";

  public OutboundConfig {
    presets = Set.copyOf(presets);
    sealing = List.copyOf(sealing);
  }

  /**
   * An account at PostHog.
   *
   * @param key a secret
   * @param host without it PostHog's own
   */
  public record Posthog(String key, Optional<String> host) {
    /** The account without its key. */
    @Override
    public String toString() {
      return "Posthog[key=****, host=" + host.orElse("-") + "]";
    }
  }

  static OutboundConfig from(Settings settings, boolean production) {
    return new OutboundConfig(
        DeliveryConfig.from(settings),
        settings.flag("OUTBOUND_ALLOW_PRIVATE_TARGETS", !production),
        presets(settings),
        posthog(settings),
        sealing(settings));
  }

  private static Set<Presets> presets(Settings settings) {
    var kinds = Stream.of(Presets.values()).map(Presets::kind).toList();
    var chosen = settings.parsed(PRESETS, text -> Chosen.of(text).among(kinds)).orElse(kinds);
    return Stream.of(Presets.values())
        .filter(one -> one == Presets.POSTHOG || chosen.contains(one.kind()))
        .collect(Collectors.toSet());
  }

  private static Optional<Posthog> posthog(Settings settings) {
    if (!settings.flag("ENABLE_POSTHOG_DESTINATION", false)) {
      return Optional.empty();
    }
    var key = settings.text("POSTHOG_API_KEY");
    if (key.isEmpty()) {
      settings.problem(
          "POSTHOG_API_KEY", "is not set, though ENABLE_POSTHOG_DESTINATION asks for it");
    }
    return key.map(one -> new Posthog(one, settings.parsed("POSTHOG_HOST", OutboundConfig::host)));
  }

  /** It may have a path, as where PostHog is reached through a proxy. */
  private static String host(String text) {
    if (!text.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a URL such as 'https://eu.i.posthog.com'");
    }
    return text;
  }

  private static List<String> sealing(Settings settings) {
    return Stream.concat(
            settings.text("AUTH_SECRET").stream(),
            settings.list("UNSUBSCRIBE_TOKEN_PREVIOUS_SECRETS").stream())
        .toList();
  }

  /** The settings without the secrets. */
  @Override
  public String toString() {
    return "OutboundConfig["
        + delivery
        + ", privateTargets="
        + privateTargets
        + ", presets="
        + new TreeSet<>(presets)
        + ", posthog="
        + posthog.isPresent()
        + ", sealed="
        + !sealing.isEmpty()
        + "]";
  }
}
