package dev.sojourn.runtime.engine.local;

/** What the engine counts since it started; read through {@link LocalEngine#count}. */
public enum EngineCount {
  /** Runs started here. */
  STARTED,
  /** Runs taken up in memory, without a claim. */
  HANDED_OVER,
  /** Statements that looked for due runs. */
  CLAIMS,
  /** Runs that claims took. */
  CLAIMED,
  /** Segments committed that parked. */
  PARKED,
  /** Segments committed that ended their run. */
  FINISHED,
  /** Runs blocked. */
  BLOCKED,
  /** Segments dropped because somebody else moved their run first. */
  FENCES_LOST,
  /** Runs given back without a commit. */
  RELEASED,
  /** Group commits that went through. */
  GROUPS,
  /** Group commits tried again after a passing failure. */
  RETRIES,
  /** Groups halved to find a faulty segment. */
  SPLITS,
  /** Lease renewals sent. */
  RENEWALS,
  /** Vacuums run. */
  VACUUMS
}
