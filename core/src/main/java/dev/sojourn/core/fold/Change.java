package dev.sojourn.core.fold;

import dev.sojourn.core.admission.Reason;
import dev.sojourn.dsl.definition.JourneyDefinition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an event does to one contact. */
public sealed interface Change {
  /** The event that does it. */
  Fact event();

  /**
   * A live enrolment was tested against its exit rules and leaves, or stays ({@code exits} false).
   */
  record Exit(Fact event, LiveRun run, boolean exits) implements Change {}

  /** An open wait is over. */
  record Match(Fact event, LiveRun run) implements Change {}

  /**
   * The contact enters.
   *
   * @param journey the definition it enters with
   * @param key empty for a journey without one
   * @param run the enrolment to come, under a negative id that only this answer knows
   */
  record Enrol(Fact event, JourneyDefinition journey, String key, LiveRun run) implements Change {}

  /**
   * A live enrolment ends because the same event begins it anew; the {@link Enrol} follows. What
   * waits for its end waits no longer.
   */
  record Replace(Fact event, LiveRun run) implements Change {}

  /** The contact enters when this live enrolment has ended, unless a later event says so again. */
  record Queue(Fact event, JourneyDefinition journey, LiveRun run) implements Change {}

  /**
   * The contact enters by an earlier event, which waited for the end of a live enrolment.
   *
   * @param event the one that ended that
   * @param run as in {@link Enrol}
   */
  record Follow(Fact event, Queued queued, LiveRun run) implements Change {}

  /**
   * The contact belongs to those whom the journey leaves alone.
   *
   * @param first whether it never entered the journey, held out or not
   */
  record HoldOut(Fact event, JourneyDefinition journey, boolean first) implements Change {}

  /** The contact does not enter; {@code compared} holds the values that decided. */
  record Refuse(Fact event, String journeyId, Reason reason, Map<String, @Nullable Object> compared)
      implements Change {}

  /** An event had the name a wait is for, but not what it asks; {@code compared} as above. */
  record NearMiss(Fact event, LiveRun run, Map<String, @Nullable Object> compared)
      implements Change {}
}
