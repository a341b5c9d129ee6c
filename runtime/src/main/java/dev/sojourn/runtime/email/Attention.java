package dev.sojourn.runtime.email;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was noticed of a mail's reader; each the first time, null before that.
 *
 * @param openedBy {@code person}, or the mailbox that loaded it: {@code gmail}, {@code yahoo},
 *     {@code apple}
 * @param scannedAt when a machine looked at it, which counts for nothing
 */
public record Attention(
    @Nullable Instant openedAt,
    @Nullable String openedBy,
    @Nullable Instant clickedAt,
    @Nullable Instant scannedAt) {}
