package dev.sojourn.core.replay;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a parked run was taken up again; see {@link Journal#resume}. */
public sealed interface Cause {
  /**
   * Nothing but time: the deadline may have come, or somebody only wants it looked at.
   *
   * @param lastSeen the largest id among the contact's stored events that were received up to the
   *     deadline; later ones count for the next wait
   */
  record Looked(Instant now, long lastSeen) implements Cause {
    /** A look on the one clock that also makes the ids: everything up to the deadline was seen. */
    public Looked(Instant now) {
      this(now, Long.MAX_VALUE);
    }
  }

  /**
   * An event came.
   *
   * @param eventId its id, which holds the instant of receipt
   * @param scalars its scalar properties, within the limits of {@link Scalars}
   * @param key the key that the event yields for the run's journey; null if it yields none or the
   *     journey has none
   */
  record Arrived(
      long eventId,
      String name,
      Instant occurredAt,
      Map<String, @Nullable Object> scalars,
      @Nullable String key)
      implements Cause {}

  /**
   * The outcome of a mail.
   *
   * @param status {@code sent}, {@code suppressed}, {@code unsubscribed}, {@code skipped}, {@code
   *     failed}, or {@code left}, which ends the run
   */
  record MailSettled(
      String status, String sendId, @Nullable Instant sentAt, @Nullable String reason)
      implements Cause {}
}
