package dev.sojourn.runtime.engine;

/** What tells a run apart; nothing but the subject ever changes while it lives. */
public interface Run {
  /** Its id. */
  long id();

  /** Its tenant. */
  int tenant();

  /** The contact whose lock guards it. */
  long subject();

  /** The name of the task whose run it is. */
  String taskName();

  /** What tells live runs of one subject and task apart; empty for none. */
  String key();

  /** The script version it is pinned to. */
  int version();

  /** The event that started it. */
  long eventId();
}
