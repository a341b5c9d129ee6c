package dev.sojourn.runtime.email;

import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.runtime.config.EmailConfig;
import org.jspecify.annotations.Nullable;

/**
 * How mails go out.
 *
 * @param from whose mails they are when a template says nothing, {@code Name <address>} or bare
 * @param held whether due sends are left alone, as after a restore from a backup
 * @param links the links by which people leave, on each mail; null for none
 */
public record EmailSettings(String from, boolean held, @Nullable MailLinks links) {
  public EmailSettings {
    MailAddress.of(from);
  }

  /** Without links to leave. */
  public EmailSettings(String from, boolean held) {
    this(from, held, null);
  }

  /** The settings of a process. */
  public static EmailSettings of(EmailConfig config, MailLinks links) {
    return new EmailSettings(config.from(), config.sendsHeld(), links);
  }
}
