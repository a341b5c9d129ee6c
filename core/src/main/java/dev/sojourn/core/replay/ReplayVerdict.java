package dev.sojourn.core.replay;

import dev.sojourn.dsl.compile.Script;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a script would make of a run that is parked on some version of it. */
public sealed interface ReplayVerdict {
  /** It goes on as it does on its own version. */
  record Same() implements ReplayVerdict {}

  /**
   * The journal fits, and the run goes on otherwise from there.
   *
   * @param next the step that the script takes next, or how it ends
   * @param before what the run's own version does instead
   */
  record Gains(String next, String before) implements ReplayVerdict {}

  /**
   * Journal and script disagree.
   *
   * @param message one sentence with script line and step
   */
  record Diverges(String message) implements ReplayVerdict {}

  /**
   * The script breaks on the journal.
   *
   * @param message one sentence with the script's line
   */
  record Fails(String message) implements ReplayVerdict {}

  /**
   * The verdict on one run: its journal is replayed dry, as if its open park had ended by time, or
   * its mail been sent.
   *
   * @param pinned the version that the run is on; null if it cannot be had, and then whatever comes
   *     after the journal is the same
   * @param segment what a segment that began now would know
   */
  static ReplayVerdict of(
      Script script, @Nullable Script pinned, Journal journal, Segment segment) {
    var ended = ended(journal, segment.now());
    var outcome = Replay.next(script, ended, segment, Mode.DRY).outcome();
    if (outcome instanceof Outcome.Failed failed) {
      return failed.diverged()
          ? new Diverges(failed.message())
          : failed(failed, pinned, ended, segment);
    }
    if (pinned == null || pinned.hash().equals(script.hash())) {
      return new Same();
    }
    var next = next(outcome);
    var before = next(Replay.next(pinned, ended, segment, Mode.DRY).outcome());
    return next.equals(before) ? new Same() : new Gains(next, before);
  }

  private static ReplayVerdict failed(
      Outcome.Failed failed, @Nullable Script pinned, Journal ended, Segment segment) {
    var failsAnyway =
        pinned != null
            && Replay.next(pinned, ended, segment, Mode.DRY).outcome() instanceof Outcome.Failed own
            && !own.diverged();
    return failsAnyway ? new Same() : new Fails(failed.message());
  }

  private static Journal ended(Journal journal, Instant now) {
    var park = journal.open().orElse(null);
    if (park == null) {
      return journal;
    }
    var cause =
        park instanceof Request.SendMail
            ? new Cause.MailSettled("sent", "", now, null)
            : new Cause.Looked(park.until().orElse(now));
    return journal.resume(cause) instanceof Resumed.Ended ended ? ended.journal() : journal;
  }

  private static String next(Outcome outcome) {
    if (outcome instanceof Outcome.AsksNew asks) {
      return asks.step();
    }
    if (outcome instanceof Outcome.Exited exited) {
      return "exit" + (exited.reason() == null ? "" : " '" + exited.reason() + "'");
    }
    if (outcome instanceof Outcome.StartsOver) {
      return "startOver";
    }
    return outcome instanceof Outcome.Failed ? "a failure" : "the end";
  }
}
