package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.Refusal;
import dev.sojourn.core.verdict.Verdict;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one claim of a send ended, as it is written down.
 *
 * @param dueAt when it is tried again; null at its end
 * @param exhausted whether it failed for want of further tries
 */
record Outcome(
    Claim claim,
    SendStatus status,
    @Nullable String reason,
    @Nullable String error,
    @Nullable Instant sentAt,
    @Nullable Instant dueAt,
    @Nullable String providerId,
    boolean exhausted) {
  private static final int LONGEST_ERROR = 1_000;
  private static final String BOUNCED = "recipient_bounced";
  private static final Pattern NAME_AT = Pattern.compile("[^\\s<>'\"(),;:=]+@");
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  static Outcome sent(Claim claim, Instant at, @Nullable String providerId) {
    return new Outcome(claim, SendStatus.SENT, null, null, at, null, clean(providerId), false);
  }

  static Outcome refused(Claim claim, Refusal refusal) {
    return unsent(claim, SendStatus.SUPPRESSED, refusal.reason());
  }

  /** Stopped for now; one that is held is queued or to be tried again as before, only later. */
  static Outcome stopped(Claim claim, Verdict verdict) {
    if (verdict instanceof Verdict.Hold hold) {
      var isNew = claim.rendered() == null;
      var status = isNew ? SendStatus.QUEUED : SendStatus.RENDERED;
      var reason = isNew ? hold.stop().reason() : claim.reason();
      return new Outcome(claim, status, reason, null, null, hold.until(), null, false);
    }
    if (verdict instanceof Verdict.Skip skip) {
      return unsent(claim, SendStatus.SKIPPED, skip.stop().reason());
    }
    if (verdict instanceof Verdict.Leave leave) {
      return unsent(claim, SendStatus.LEFT, leave.stop().reason());
    }
    throw new AssertionError(verdict);
  }

  /** The same, once it is known whom the mail would have gone to. */
  Outcome addressed(String to) {
    return new Outcome(
        claim.addressed(to), status, reason, error, sentAt, dueAt, providerId, exhausted);
  }

  static Outcome skipped(Claim claim, String reason) {
    return unsent(claim, SendStatus.SKIPPED, reason);
  }

  private static Outcome unsent(Claim claim, SendStatus status, String reason) {
    return new Outcome(claim, status, reason, null, null, null, null, false);
  }

  static Outcome failed(Claim claim, String reason, String error) {
    return new Outcome(claim, SendStatus.FAILED, reason, clean(error), null, null, null, false);
  }

  /** The provider knows that the address takes none, which counts as a permanent bounce. */
  static Outcome bounced(Claim claim, String error) {
    return failed(claim, BOUNCED, error);
  }

  static Outcome exhausted(Claim claim, String error) {
    return new Outcome(
        claim, SendStatus.FAILED, "retries_exhausted", clean(error), null, null, null, true);
  }

  static Outcome retry(Claim claim, String error, Instant dueAt) {
    return new Outcome(
        claim, SendStatus.RENDERED, "retrying", clean(error), null, dueAt, null, false);
  }

  /** Not tried at all for now; it is still queued. */
  static Outcome putOff(Claim claim, String reason, String error, Instant dueAt) {
    return new Outcome(claim, SendStatus.QUEUED, reason, clean(error), null, dueAt, null, false);
  }

  static Outcome unknown(Claim claim) {
    return new Outcome(claim, SendStatus.UNKNOWN, "run_ended", null, null, null, null, false);
  }

  /** Whether the address is known to take no mail. */
  boolean isBounced() {
    return status == SendStatus.FAILED && BOUNCED.equals(reason);
  }

  /** Whether this is the end of the send. */
  boolean isFinal() {
    return dueAt == null;
  }

  /** Whether it was not wanted, though nothing failed. */
  boolean isRefused() {
    return status == SendStatus.SUPPRESSED
        || status == SendStatus.SKIPPED
        || status == SendStatus.LEFT;
  }

  private static @Nullable String clean(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var storable = text.replace("\0", "");
    return storable.length() <= LONGEST_ERROR ? storable : storable.substring(0, LONGEST_ERROR);
  }

  /** The error on one line, without anybody's name at an address: for a log. */
  String logged() {
    return error == null
        ? ""
        : NAME_AT.matcher(CONTROLS.matcher(error).replaceAll(" ")).replaceAll("…@");
  }
}
