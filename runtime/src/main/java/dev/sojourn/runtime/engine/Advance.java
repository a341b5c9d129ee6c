package dev.sojourn.runtime.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far one claimed run got; its own work stands in {@code work}, which only its task reads. */
public sealed interface Advance {
  /** The run it is about. */
  Claimed run();

  /** What the task wants to save; opaque to the engine. */
  Object work();

  /**
   * The run parks.
   *
   * @param dueAt when it is taken up again at the latest; {@link Instant#MAX} for never by itself
   * @param awaits the event it waits for, or null
   * @param startsOver whether it goes on in its next generation, whose segment 0 its task saves
   *     with this one
   */
  record Park(Claimed run, Object work, Instant dueAt, @Nullable Wait awaits, boolean startsOver)
      implements Advance {
    /** A park within the generation. */
    public Park(Claimed run, Object work, Instant dueAt, @Nullable Wait awaits) {
      this(run, work, dueAt, awaits, false);
    }
  }

  /** The run ends; its row goes. */
  record Finish(Claimed run, Object work) implements Advance {}

  /**
   * No fault of the run: nothing of the segment is kept, and nobody takes it up until somebody
   * unblocks it.
   */
  record Block(Claimed run, Object work, String reason) implements Advance {}

  /**
   * An open wait, as stored in the run's row.
   *
   * @param event the name waited for
   * @param rule conditions as JSON, or null for none
   */
  record Wait(String event, @Nullable String rule) {}
}
