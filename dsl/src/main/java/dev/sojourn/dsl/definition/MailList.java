package dev.sojourn.dsl.definition;

import org.jspecify.annotations.Nullable;

/**
 * A kind of mail that people may take and leave.
 *
 * @param id also the category of its mails
 * @param name as people see it
 * @param description what comes with it, or null
 * @param optIn whether only those are on it who asked for it
 */
public record MailList(String id, String name, @Nullable String description, boolean optIn) {}
