package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.EmailConfig;

/**
 * How mails go out.
 *
 * @param from whose mails they are when a template says nothing, {@code Name <address>} or bare
 * @param publicUrl where people reach this service, without a slash at the end
 * @param held whether due sends are left alone, as after a restore from a backup
 */
public record EmailSettings(String from, String publicUrl, boolean held) {
  public EmailSettings {
    MailAddress.of(from);
  }

  /** The settings of a process, with the address that people reach it by. */
  public static EmailSettings of(EmailConfig config, String publicUrl) {
    return new EmailSettings(config.from(), publicUrl, config.sendsHeld());
  }
}
