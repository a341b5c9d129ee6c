package dev.sojourn.runtime.preference;

import org.jspecify.annotations.Nullable;

/**
 * A person or an address that gets fewer mails than it could.
 *
 * @param contactId who it is about, or null if it is about the address alone
 */
public record Suppressed(@Nullable Long contactId, Preference preference) {}
