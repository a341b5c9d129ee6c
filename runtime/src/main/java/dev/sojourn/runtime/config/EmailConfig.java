package dev.sojourn.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of sending.
 *
 * @param provider who transports mails: {@code log} writes them into files, {@code smtp} sends them
 *     ({@code EMAIL_PROVIDER}; default {@code smtp} if there is an {@code SMTP_URL}, else {@code
 *     log}, which production has to ask for)
 * @param smtp {@code smtp://user:password@host:port?starttls=…} ({@code SMTP_URL}); a secret
 * @param from whose mails they are when a template says nothing ({@code EMAIL_FROM})
 * @param mailbox where {@code log} puts its files: {@code $SOJOURN_HOME/mailbox}
 * @param sendsHeld whether due sends are left alone, as after a restore from a backup ({@code
 *     SENDS_HELD}, default false)
 */
public record EmailConfig(
    String provider, Optional<SmtpUrl> smtp, String from, Path mailbox, boolean sendsHeld) {
  static EmailConfig from(Settings settings, Path home, boolean production) {
    Optional<SmtpUrl> smtp = settings.parsed("SMTP_URL", SmtpUrl::parse);
    boolean hasSmtp = settings.text("SMTP_URL").isPresent();
    String provider =
        settings.oneOf("EMAIL_PROVIDER", hasSmtp ? "smtp" : "log", List.of("log", "smtp"));
    if (provider.equals("smtp") && !hasSmtp) {
      settings.problem("SMTP_URL", "is not set, though EMAIL_PROVIDER is 'smtp'");
    }
    if (production && settings.text("EMAIL_PROVIDER").isEmpty() && !hasSmtp) {
      settings.problem("EMAIL_PROVIDER", "is not set, and in production nothing is assumed");
    }
    if (production && settings.text("EMAIL_FROM").isEmpty()) {
      settings.problem("EMAIL_FROM", "is not set");
    }
    return new EmailConfig(
        provider,
        smtp,
        settings.parsed("EMAIL_FROM", EmailConfig::address).orElse("Sojourn <sojourn@localhost>"),
        home.resolve("mailbox"),
        settings.flag("SENDS_HELD", false));
  }

  /** The settings without the SMTP login. */
  @Override
  public String toString() {
    return "EmailConfig[provider="
        + provider
        + ", smtp="
        + smtp.map(SmtpUrl::host).orElse("-")
        + ", from="
        + from
        + ", mailbox="
        + mailbox
        + ", sendsHeld="
        + sendsHeld
        + "]";
  }

  static String address(String text) {
    if (text.matches("[^<>@]*<[^<>@\\s]+@[^<>@\\s]+>|[^<>@\\s]+@[^<>@\\s]+")) {
      return text;
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not of the form name@domain or Name <name@domain>");
  }
}
