package dev.sojourn.runtime.enrolment;

import java.util.Optional;

/** How the task that runs a journey is named: {@code journey:<id>}; decisions about it, too. */
public final class JourneyTask {
  /** What a worker must understand to run a journey. */
  public static final int LEVEL = 1;

  private static final String PREFIX = "journey:";

  private JourneyTask() {}

  /** The name of a journey's task. */
  public static String nameOf(String journeyId) {
    return PREFIX + journeyId;
  }

  /** The journey of a task's name; empty if that names something else. */
  public static Optional<String> idOf(String taskName) {
    return taskName.startsWith(PREFIX)
        ? Optional.of(taskName.substring(PREFIX.length()))
        : Optional.empty();
  }

  /** The journey of a task that is known to be one. */
  public static String journeyOf(String taskName) {
    return idOf(taskName)
        .orElseThrow(() -> new IllegalStateException("task '" + taskName + "' is no journey's"));
  }
}
