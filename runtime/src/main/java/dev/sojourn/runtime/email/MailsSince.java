package dev.sojourn.runtime.email;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question for how many mails went to a contact's address.
 *
 * @param category only mails of this category; null for all
 */
public record MailsSince(long contactId, Instant since, @Nullable String category) {}
