package dev.sojourn.core.verdict;

import java.time.Instant;

/** What a mail may do now. */
public sealed interface Verdict {
  /** It goes out. */
  record Send() implements Verdict {}

  /**
   * It is held, and judged again then.
   *
   * @param until the first instant at which it may go out as things stand, later than now
   */
  record Hold(Instant until, Stop stop) implements Verdict {}

  /** It is not sent, and its run goes on. */
  record Skip(Stop stop) implements Verdict {}

  /** It is not sent, and its run ends. */
  record Leave(Stop stop) implements Verdict {}
}
