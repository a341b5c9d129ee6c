package dev.sojourn.runtime.tracking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link of a mail that was followed.
 *
 * @param link the number of the link in its mail, from 1
 * @param byPerson false for machines, which count for nothing
 * @param ip of whom, until it is forgotten; null since
 * @param userAgent of whom, until it is forgotten; null since
 */
public record Click(
    int link,
    String url,
    Instant at,
    boolean byPerson,
    @Nullable String ip,
    @Nullable String userAgent) {}
