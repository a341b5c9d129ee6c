package dev.sojourn.testkit;

import dev.sojourn.core.replay.Mode;
import dev.sojourn.core.replay.Outcome;
import dev.sojourn.core.replay.Replay;
import dev.sojourn.core.replay.Request;
import java.time.Instant;

/**
 * What a rehearsal is put through while it plays.
 *
 * @param cut the number of the commit, from 1, around which the process dies: once just before it,
 *     once just after; 0 for none
 * @param replays whether each journal is replayed from its stored form after each commit
 * @param doubles whether each event arrives twice
 */
record Stress(int cut, boolean replays, boolean doubles) {
  static final Stress NONE = new Stress(0, false, false);
  static final Stress REPLAYS = new Stress(0, true, false);
  static final Stress DOUBLES = new Stress(0, false, true);

  /** The process dies around the commit of this number. */
  static Stress cutAt(int commit) {
    return new Stress(commit, false, false);
  }

  /** Whether the process dies around the commit of this number. */
  boolean cuts(int commit) {
    return cut == commit;
  }

  /**
   * Looks at a segment that was committed.
   *
   * @throws AssertionError if the script does not ask for what its journal holds
   */
  void committed(Run run, Outcome outcome, Instant now) {
    if (outcome instanceof Outcome.Failed failed && failed.diverged()) {
      throw new AssertionError(unlike(run) + failed.message());
    }
    if (replays) {
      run.restart();
      var again = Replay.next(run.script(), run.journal(), run.segment(now), Mode.DRY).outcome();
      if (!same(outcome, again)) {
        throw new AssertionError(unlike(run) + described(outcome, again));
      }
    }
  }

  private static String unlike(Run run) {
    return "journey '"
        + run.script().definition().id()
        + "' is another one in a replay; what differs must come from a word, or from the value of"
        + " once: ";
  }

  private static String described(Outcome outcome, Outcome again) {
    return again instanceof Outcome.Failed failed
        ? failed.message()
        : "it came to " + outcome + ", and in the replay to " + again;
  }

  private static boolean same(Outcome outcome, Outcome again) {
    if (outcome instanceof Outcome.Needs needs
        && needs.request() instanceof Request.SendMail mail) {
      return again instanceof Outcome.Needs asked
          && asked.request() instanceof Request.SendMail recorded
          && recorded.label().equals(mail.label())
          && recorded.template().equals(mail.template());
    }
    // What fails a pass is recorded nowhere: the replay ends at the step before it, or fails too.
    return again.equals(outcome)
        || (outcome instanceof Outcome.Failed && again instanceof Outcome.AsksNew);
  }
}
