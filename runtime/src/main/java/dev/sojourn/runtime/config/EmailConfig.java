package dev.sojourn.runtime.config;

import java.nio.file.Path;

/**
 * The settings of sending.
 *
 * @param transport who transports mails
 * @param from whose mails they are when a template says nothing ({@code EMAIL_FROM}, or {@code
 *     RESEND_FROM_EMAIL})
 * @param mailbox where {@code log} puts its files: {@code $SOJOURN_HOME/mailbox}
 * @param sendsHeld whether due sends are left alone, as after a restore from a backup ({@code
 *     SENDS_HELD}, default false)
 */
public record EmailConfig(TransportConfig transport, String from, Path mailbox, boolean sendsHeld) {
  static EmailConfig from(Settings settings, Path home, Path bundle, boolean production) {
    if (production && settings.text("EMAIL_FROM").isEmpty()) {
      settings.problem("EMAIL_FROM", "is not set");
    }
    return new EmailConfig(
        TransportConfig.from(
            settings, new ScriptedProviders(bundle.resolve("providers"), !production), production),
        settings.parsed("EMAIL_FROM", EmailConfig::address).orElse("Sojourn <sojourn@localhost>"),
        home.resolve("mailbox"),
        settings.flag("SENDS_HELD", false));
  }

  /** The name of who transports mails. */
  public String provider() {
    return transport.way().id();
  }

  static String address(String text) {
    if (text.matches("[^<>@]*<[^<>@\\s]+@[^<>@\\s]+>|[^<>@\\s]+@[^<>@\\s]+")) {
      return text;
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not of the form name@domain or Name <name@domain>");
  }
}
