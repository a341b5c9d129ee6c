package dev.sojourn.runtime.preference;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who may enter a journey, stored or about to be.
 *
 * @param email the address given now, in lower case; a stored one goes before it; null for none
 */
public record Entrant(int tenant, long contactId, @Nullable String email) {}
