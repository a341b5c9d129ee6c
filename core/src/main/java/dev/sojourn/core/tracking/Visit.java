package dev.sojourn.core.tracking;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Somebody or something that asked for a link or the pixel of a mail.
 *
 * @param userAgent what it says it is; null for nothing
 * @param purpose what its headers say about why it asks, joined; empty for nothing
 * @param sinceSent how long ago the mail went out; null if that is not known
 * @param crowded whether another link of the mail was followed within {@link Visitor#TOGETHER}
 */
public record Visit(
    @Nullable String userAgent, String purpose, @Nullable Duration sinceSent, boolean crowded) {}
