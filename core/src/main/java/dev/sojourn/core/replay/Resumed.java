package dev.sojourn.core.replay;

/** What a reason to take up a parked run comes to. */
public sealed interface Resumed {
  /** The park is over: run the script against this journal, whose new segment says how it ended. */
  record Ended(Journal journal) implements Resumed {}

  /** The park is not over: park again for this, with its old deadline; no pass is needed. */
  record StillParked(Request.Park park) implements Resumed {}
}
