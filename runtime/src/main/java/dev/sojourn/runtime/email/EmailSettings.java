package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.EmailConfig;

/**
 * How mails go out.
 *
 * @param from whose mails they are when a template says nothing, {@code Name <address>} or bare
 * @param held whether due sends are left alone, as after a restore from a backup
 */
public record EmailSettings(String from, boolean held) {
  public EmailSettings {
    MailAddress.of(from);
  }

  /** The settings of a process. */
  public static EmailSettings of(EmailConfig config) {
    return new EmailSettings(config.from(), config.sendsHeld());
  }
}
