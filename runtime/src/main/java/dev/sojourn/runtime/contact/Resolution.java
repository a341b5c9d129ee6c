package dev.sojourn.runtime.contact;

import java.util.Map;

/**
 * Which contacts some keys name; all of them, known or not, are locked in the transaction.
 *
 * @param contactIds the contact of each known key
 * @param remembered those of the contacts that were not looked up, by id
 * @param since what was known when the oldest of it was looked up, for {@link Contacts#changed}
 * @param now what this look-up saw
 */
public record Resolution(
    Map<IdentityKey, Long> contactIds, Map<Long, Named> remembered, String since, String now) {}
