package dev.sojourn.runtime.entry;

import dev.sojourn.runtime.engine.NewRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the task is named whose runs wait for the date to enter a journey: {@code enter:<id>}. */
final class EntryTask {
  private static final String PREFIX = "enter:";
  private static final int LEVEL = 1;

  /** Says that a run is no enrolment. */
  private static final int NO_VERSION = 0;

  private EntryTask() {}

  static String nameOf(String journeyId) {
    return PREFIX + journeyId;
  }

  /** The journey of a task's name; empty if that names something else. */
  static Optional<String> idOf(String taskName) {
    return taskName.startsWith(PREFIX)
        ? Optional.of(taskName.substring(PREFIX.length()))
        : Optional.empty();
  }

  /**
   * A run that waits for a contact's date.
   *
   * @param since an id from when on dates count: an earlier one had passed when the contact was
   *     given it; null if none had
   */
  static NewRun run(
      long id, int tenant, long contactId, String journeyId, long eventId, @Nullable Long since) {
    return new NewRun(
        id, tenant, contactId, nameOf(journeyId), "", NO_VERSION, eventId, LEVEL, since);
  }
}
