package dev.sojourn.runtime.email;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it lies in the mailbox.
 *
 * @param sendId the public id of its send
 * @param headers as they read, decoded, in their order
 * @param text the plain part, or null
 */
public record MailboxEntry(
    String sendId,
    String from,
    String to,
    String subject,
    String date,
    Map<String, String> headers,
    String html,
    @Nullable String text) {}
