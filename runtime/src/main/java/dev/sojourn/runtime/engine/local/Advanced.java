package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Task;
import org.jspecify.annotations.Nullable;

/**
 * A segment that wants to be committed.
 *
 * @param advance what to commit
 * @param task whose work stands in it: the task as it was when it advanced the run
 * @param waitName the number of the event's name it waits for
 */
record Advanced(Held held, Advance advance, Task task, @Nullable Integer waitName) {
  long id() {
    return held.id();
  }

  /** The same run, blocked instead. */
  Advanced blocked(String reason) {
    return new Advanced(held, new Advance.Block(held.run(), "", reason), task, null);
  }
}
