package dev.sojourn.core.condition;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest mail of a contact from one template.
 *
 * @param openedAt when it was first opened, or null
 * @param clickedAt when a link in it was first clicked, or null
 */
public record LatestMail(@Nullable Instant openedAt, @Nullable Instant clickedAt) {}
