package dev.sojourn.runtime.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What sources of webhooks may ask for.
 *
 * @param variables all variables that are not the service's own; secrets
 * @param presets the sources that are built in and may be used ({@code ENABLED_WEBHOOK_PRESETS},
 *     comma separated, {@code *} or {@code none}; default all)
 * @param trusting whether a source whose shared secret is not set takes whatever comes: not in
 *     production
 */
public record SourceConfig(Map<String, String> variables, List<String> presets, boolean trusting) {
  /** The sources that are built in, and the variable without which one is off. */
  public static final Map<String, String> SECRETS =
      Map.of(
          "clerk", "CLERK_WEBHOOK_SECRET",
          "intercom", "INTERCOM_CLIENT_SECRET",
          "posthog", "POSTHOG_WEBHOOK_SECRET",
          "segment", "SEGMENT_WEBHOOK_SECRET",
          "stripe", "STRIPE_WEBHOOK_SECRET",
          "supabase", "SUPABASE_WEBHOOK_SECRET");

  private static final List<String> PRESETS = SECRETS.keySet().stream().sorted().toList();

  public SourceConfig {
    variables = Map.copyOf(variables);
    presets = List.copyOf(presets);
  }

  static SourceConfig from(Settings settings, boolean production) {
    return new SourceConfig(
        settings.others(),
        settings
            .parsed("ENABLED_WEBHOOK_PRESETS", text -> Chosen.of(text).among(PRESETS))
            .orElse(PRESETS),
        !production);
  }

  /** The value of a variable that is not the service's own. */
  public Optional<String> secret(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** The settings without what may be secret. */
  @Override
  public String toString() {
    return "SourceConfig[presets=" + presets + ", trusting=" + trusting + "]";
  }
}
