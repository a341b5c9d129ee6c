package dev.sojourn.runtime.contact;

import java.util.Map;

/**
 * Which contacts some keys name; all of them, known or not, are locked in the transaction.
 *
 * @param contactIds the contact of each known key
 * @param snapshot what the look-up saw, for {@link Contacts#changed}
 */
public record Resolution(Map<IdentityKey, Long> contactIds, String snapshot) {}
