package dev.sojourn.runtime.email;

import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.core.verdict.TestMode;
import dev.sojourn.runtime.config.EmailConfig;
import dev.sojourn.runtime.config.TestModeConfig;
import org.jspecify.annotations.Nullable;

/**
 * How mails go out.
 *
 * @param from whose mails they are when a template says nothing, {@code Name <address>} or bare
 * @param held whether due sends are left alone, as after a restore from a backup
 * @param links the links by which people leave, on each mail; null for none
 * @param test where they go instead of to their recipients, as far as that is set
 * @param domain whose mails stay in the house until the provider has verified it; null for none
 */
public record EmailSettings(
    String from, boolean held, @Nullable MailLinks links, TestMode test, @Nullable String domain) {
  public EmailSettings {
    MailAddress.of(from);
  }

  /** Without links to leave, and outside the test mode. */
  public EmailSettings(String from, boolean held) {
    this(from, held, null, TestMode.OFF, null);
  }

  /** The settings of a process. */
  public static EmailSettings of(EmailConfig config, MailLinks links, TestModeConfig test) {
    return new EmailSettings(
        config.from(),
        config.sendsHeld(),
        links,
        new TestMode(test.isActive(), test.target().orElse(null)),
        test.watched().orElse(null));
  }
}
