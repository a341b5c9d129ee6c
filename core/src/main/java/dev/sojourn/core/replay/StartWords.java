package dev.sojourn.core.replay;

import dev.sojourn.dsl.JourneyHandle;
import dev.sojourn.dsl.definition.Condition;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The words about another journey: an event of its own starts it, and when that very event was
 * taken in, the answer where the contact stands is there.
 */
final class StartWords {
  /** Longer than the event is on its way by any trouble that ends by itself. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Playback playback;
  private final WaitWords waits;

  StartWords(Playback playback, WaitWords waits) {
    this.playback = playback;
    this.waits = waits;
  }

  JourneyHandle start(Map<String, ?> given, String journeyId) {
    playback.enter("startJourney");
    var options = new Options("startJourney", playback, given);
    var id = options.checked(journeyId);
    if (id.equals(playback.script().definition().id())) {
      throw playback.fail("a journey cannot start itself; begin its steps anew with startOver()");
    }
    var label = options.label(id);
    var event = OwnEvents.START + id;
    started(new Entry.Triggered(label, event), options);
    var came = mayHappen() ? waits.matched(arrival(label, event)) : null;
    return came == null
        ? StartedJourney.of(this, id, Pasts.notStarted(), playback.instant())
        : StartedJourney.of(
            this,
            id,
            playback.answer("startJourney", label, new Request.Started(id, came.eventId())),
            came.occurredAt());
  }

  @SuppressWarnings("unchecked") // the plain form of a map has text keys
  private void started(Entry.Triggered step, Options options) {
    if (playback.recorded(step) == null) {
      playback.record(step);
      var properties =
          playback.kept(Steps.name(step) + " has properties that", options.map("properties"));
      playback.queue(
          new Effect.Trigger(
              playback.effectKey(),
              step.event(),
              (Map<String, @Nullable Object>) Objects.requireNonNull(properties),
              null,
              null));
    }
  }

  /** An event at the end of too long a chain is refused, and never comes. */
  private boolean mayHappen() {
    var hops = playback.segment().trigger().get(OwnEvents.HOPS);
    return OwnEvents.hopsAfter(Collections.singletonMap(OwnEvents.HOPS, hops)).isPresent();
  }

  private Entry.WaitOpened arrival(String label, String event) {
    var mine =
        new Condition.Property(OwnEvents.STARTER, Condition.Operator.EQ, playback.effectKey());
    return new Entry.WaitOpened(
        label,
        List.of(event),
        playback.instant(),
        waits.deadline("startJourney", PATIENCE),
        List.of(mine),
        null,
        null);
  }

  /** The event that tells of the end of an enrolment; null if it did not end in time. */
  Entry.@Nullable Matched ended(StartedJourney journey, Map<String, ?> given) {
    playback.enter("ended");
    var options = new Options("ended", playback, given);
    var within = options.duration("within", Limits.LONGEST_PARK);
    if (!journey.isLive()) {
      return null;
    }
    var mine = new Condition.Property("stateId", Condition.Operator.EQ, journey.stateId());
    var since = Duration.between(journey.startedAt(), playback.instant()).abs();
    return waits.matched(
        new Entry.WaitOpened(
            options.label("ended/" + journey.journeyId()),
            List.of("journey:completed", "journey:exited", "journey:failed"),
            playback.instant(),
            waits.deadline("ended", within),
            List.of(mine),
            null,
            since.plusMinutes(1)));
  }
}
