package dev.sojourn.runtime.email;

import org.jspecify.annotations.Nullable;

/**
 * The mail that a send became; null for what was not made, as of a send that was held back.
 *
 * @param subject as it went out; before that, what the caller asked for instead of the template's
 * @param templateVersion the number of the version of its template, as among the scripts
 * @param templateHash the short hash of that version
 */
public record Written(
    @Nullable String from,
    @Nullable String subject,
    @Nullable Integer templateVersion,
    @Nullable String templateHash) {}
