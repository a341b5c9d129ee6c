package dev.sojourn.runtime.tracking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a send that somebody visits.
 *
 * @param erased whether that contact has been erased since
 * @param journeyId the journey it belongs to, or null
 * @param sentAt when the provider took it, or null
 * @param mail what others know it by
 */
record TrackedSend(
    long id,
    int tenant,
    @Nullable Long contactId,
    boolean erased,
    String template,
    @Nullable String journeyId,
    @Nullable Instant sentAt,
    Mail mail) {
  /**
   * What others know a mail by.
   *
   * @param who what names its contact, but for our own id; or null
   */
  record Mail(@Nullable String to, @Nullable String providerId, @Nullable String who) {}
}
