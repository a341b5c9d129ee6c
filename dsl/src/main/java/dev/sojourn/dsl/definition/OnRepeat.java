package dev.sojourn.dsl.definition;

/** What a trigger does while a run of the same contact and key is live. */
public enum OnRepeat {
  /** Keep the live run, refuse the new one. */
  IGNORE,
  /** End the live run and begin anew. */
  RESTART,
  /** Keep the live run; the newest refused trigger begins a run when it has ended. */
  QUEUE
}
