package dev.sojourn.core.replay;

/** Whether a pass may compute something new. */
public enum Mode {
  /** A run in production or in a test: {@code once} runs its closure. */
  LIVE,
  /** A what-if over a stored journal: stops where the script asks something new. */
  DRY
}
