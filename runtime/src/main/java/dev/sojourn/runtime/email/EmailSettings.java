package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.TestMode;
import dev.sojourn.runtime.config.EmailConfig;
import dev.sojourn.runtime.config.TestModeConfig;

/**
 * How mails go out.
 *
 * @param from whose mails they are when a template says nothing, {@code Name <address>} or bare
 * @param test where they go instead of to their recipients
 * @param held whether due sends are left alone, as after a restore from a backup
 */
public record EmailSettings(String from, boolean held, TestMode test) {
  public EmailSettings {
    MailAddress.of(from);
  }

  /** Settings outside the test mode. */
  public EmailSettings(String from, boolean held) {
    this(from, held, TestMode.OFF);
  }

  /** The settings of a process. */
  public static EmailSettings of(EmailConfig config, TestModeConfig test) {
    return new EmailSettings(
        config.from(),
        config.sendsHeld(),
        new TestMode(test.isActive(), test.target().orElse(null)));
  }
}
