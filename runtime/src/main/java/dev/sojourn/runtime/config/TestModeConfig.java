package dev.sojourn.runtime.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether mails go to one address of the house instead of to their recipients.
 *
 * @param mode {@code auto}, {@code true} or {@code false} ({@code SOJOURN_TEST_MODE} or {@code
 *     HOGSEND_TEST_MODE}, default {@code auto})
 * @param target the address ({@code SOJOURN_TEST_EMAIL} or {@code HOGSEND_TEST_EMAIL}, else {@code
 *     STUDIO_ADMIN_EMAIL})
 * @param domain whose mails {@code auto} keeps in the house until the provider has verified it
 *     ({@code EMAIL_DOMAIN})
 */
public record TestModeConfig(String mode, Optional<String> target, Optional<String> domain) {
  static TestModeConfig from(Settings settings) {
    return new TestModeConfig(
        settings.oneOf("SOJOURN_TEST_MODE", "auto", List.of("auto", "true", "false")),
        settings
            .parsed("SOJOURN_TEST_EMAIL", EmailConfig::address)
            .or(() -> settings.parsed("STUDIO_ADMIN_EMAIL", EmailConfig::address)),
        settings.parsed("EMAIL_DOMAIN", TestModeConfig::domain));
  }

  private static String domain(String text) {
    if (text.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
      return text.toLowerCase(Locale.ROOT);
    }
    throw new IllegalArgumentException("'" + text + "' is no domain, such as mail.example.com");
  }

  /** Whether it is on, whatever the provider says. */
  public boolean isActive() {
    return mode.equals("true");
  }

  /** The domain that the provider is asked about, if that decides. */
  public Optional<String> watched() {
    return mode.equals("auto") ? domain : Optional.empty();
  }
}
