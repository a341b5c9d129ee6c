package dev.sojourn.runtime.email;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A due send that this process holds under a lease.
 *
 * @param epoch the fence: a write passes only while the stored epoch is this one
 * @param attempts calls of the provider before this claim
 * @param reason why it stands as it does, or null
 * @param priority the larger goes first, of mails due to one address
 * @param yields how often it has stepped back for such a one
 * @param files how many files go with it
 * @param bytes what it takes in memory, about
 * @param address whom it was admitted for, or refused to; null before that
 * @param request what was asked for, as JSON
 * @param rendered the mail as it was first admitted, or null before that
 */
record Claim(
    long id,
    int epoch,
    int tenant,
    @Nullable Long contactId,
    @Nullable Long runId,
    @Nullable Integer journey,
    int attempts,
    @Nullable String reason,
    String template,
    String category,
    int priority,
    int yields,
    int files,
    int bytes,
    @Nullable String address,
    @Nullable String request,
    @Nullable Buffer rendered) {
  /** Whether its files lie beside it, since it was not admitted yet. */
  boolean hasFilesApart() {
    return files > 0 && rendered == null;
  }

  /** The same, once it is known whom it would go to. */
  Claim addressed(String to) {
    return new Claim(
        id,
        epoch,
        tenant,
        contactId,
        runId,
        journey,
        attempts,
        reason,
        template,
        category,
        priority,
        yields,
        files,
        bytes,
        address == null ? to : address,
        request,
        rendered);
  }

  /** Whether its run has ended while an attempt was under way. */
  boolean runEnded() {
    return "run_ended".equals(reason);
  }
}
