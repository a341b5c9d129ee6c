package dev.sojourn.runtime.config;

import java.util.List;
import java.util.Optional;

/**
 * Whether mails go to one address of the house instead of to their recipients.
 *
 * @param mode {@code auto}, {@code true} or {@code false} ({@code SOJOURN_TEST_MODE} or {@code
 *     HOGSEND_TEST_MODE}, default {@code auto})
 * @param target the address ({@code SOJOURN_TEST_EMAIL} or {@code HOGSEND_TEST_EMAIL}, else {@code
 *     STUDIO_ADMIN_EMAIL})
 */
public record TestModeConfig(String mode, Optional<String> target) {
  static TestModeConfig from(Settings settings) {
    return new TestModeConfig(
        settings.oneOf("SOJOURN_TEST_MODE", "auto", List.of("auto", "true", "false")),
        settings
            .parsed("SOJOURN_TEST_EMAIL", EmailConfig::address)
            .or(() -> settings.parsed("STUDIO_ADMIN_EMAIL", EmailConfig::address)));
  }

  /**
   * Whether it is on. {@code auto} waits for a provider that says of a domain whether it is
   * verified; none does here, so it is off.
   */
  public boolean isActive() {
    return mode.equals("true");
  }
}
