package dev.sojourn.runtime.email;

import org.jspecify.annotations.Nullable;

/**
 * A provider has taken a mail.
 *
 * @param providerId its own id for the mail, or null if it gives none
 */
public record Accepted(@Nullable String providerId) {}
