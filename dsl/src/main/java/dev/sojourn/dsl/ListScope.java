package dev.sojourn.dsl;

/** The words that describe one list. */
public interface ListScope {
  /** The name people see; the id when absent. */
  void name(String name);

  /** What comes with it and how often, in a sentence that people see. */
  void description(String description);

  /** Only those are on it who asked for it. */
  void optIn();

  /** Everybody is on it who has not left; the same when absent. */
  void optOut();
}
