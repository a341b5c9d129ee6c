package dev.sojourn.core.admission;

import dev.sojourn.core.admission.Decision.Enter;
import dev.sojourn.core.admission.Decision.Refuse;
import dev.sojourn.core.condition.Conditions;
import dev.sojourn.core.draw.Draws;
import dev.sojourn.dsl.definition.EntryLimit;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.dsl.definition.OnRepeat;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The guards that stand before a journey. The first that refuses gives the reason. */
public final class Admission {
  private Admission() {}

  /** What the guards say, in their fixed order. */
  public static Decision decide(Attempt attempt, Standing standing) {
    var refusal = atTheDoor(attempt, standing);
    if (refusal != null) {
      return refusal;
    }
    var path = attempt.journey().entry().key();
    var key = path == null ? "" : attempt.keys().get(path);
    if (key == null) {
      return refuse(Reason.KEY_MISSING, Map.of("key", String.valueOf(path)));
    }
    refusal = overTheLimit(attempt.journey(), standing.lastEntry(), attempt.at());
    if (refusal != null) {
      return refusal;
    }
    if (standing.unsubscribed()) {
      return refuse(Reason.USER_UNSUBSCRIBED, Map.of());
    }
    if (isHeldOut(attempt)) {
      return new Decision.HoldOut();
    }
    return standing.liveKeys().contains(key)
        ? repeated(attempt.journey().entry().onRepeat(), key)
        : new Enter(key);
  }

  private static Decision repeated(OnRepeat onRepeat, String key) {
    return switch (onRepeat) {
      case IGNORE -> refuse(Reason.ALREADY_ACTIVE, key.isEmpty() ? Map.of() : Map.of("key", key));
      case RESTART -> new Decision.Restart(key);
      case QUEUE -> new Decision.Queue(key);
    };
  }

  private static boolean isHeldOut(Attempt attempt) {
    var holdout = attempt.journey().entry().holdout();
    var id = attempt.journey().id();
    var salt = holdout.salt().isEmpty() ? id : holdout.salt();
    return Draws.holdout(salt, id, attempt.contact()) < holdout.percent() * 100;
  }

  /**
   * Why a journey takes nobody at all; empty when it does.
   *
   * @param newest its newest definition
   * @param switchedOff whether an admin has disabled it
   */
  public static Optional<Reason> closed(JourneyDefinition newest, boolean switchedOff) {
    if (!newest.enabled()) {
      return Optional.of(Reason.JOURNEY_DISABLED);
    }
    return switchedOff ? Optional.of(Reason.JOURNEY_DISABLED_BY_ADMIN) : Optional.empty();
  }

  /**
   * Why a contact does not enter that an earlier event let in, which waited for the end of a run;
   * empty when it does. Its key and its conditions are fulfilled, and nobody who was in the journey
   * is held out of it.
   *
   * @param standing without a last entry where the limit was asked when the event came
   * @param at when the contact would enter
   */
  public static Optional<Refuse> again(JourneyDefinition newest, Standing standing, Instant at) {
    var closed = closed(newest, standing.switchedOff());
    if (closed.isPresent()) {
      return closed.map(reason -> refuse(reason, Map.of()));
    }
    var refusal = overTheLimit(newest, standing.lastEntry(), at);
    return refusal == null && standing.unsubscribed()
        ? Optional.of(refuse(Reason.USER_UNSUBSCRIBED, Map.of()))
        : Optional.ofNullable(refusal);
  }

  private static @Nullable Refuse atTheDoor(Attempt attempt, Standing standing) {
    var closed = closed(attempt.journey(), standing.switchedOff());
    if (closed.isPresent()) {
      return refuse(closed.get(), Map.of());
    }
    var trigger = attempt.journey().entry().trigger();
    var where = trigger.where();
    return !trigger.event().equals(attempt.event()) || Conditions.hold(where, attempt.scalars())
        ? null
        : new Refuse(
            Reason.TRIGGER_CONDITIONS_NOT_MET, Conditions.compared(where, attempt.scalars()));
  }

  private static @Nullable Refuse overTheLimit(
      JourneyDefinition journey, @Nullable Instant lastEntry, Instant at) {
    if (lastEntry == null) {
      return null;
    }
    var limit = journey.entry().limit();
    if (limit instanceof EntryLimit.Once) {
      return refuse(Reason.ALREADY_ENTERED_ONCE, Map.of("lastEntry", lastEntry.toString()));
    }
    // Exactly one period later the contact may enter again.
    if (limit instanceof EntryLimit.OncePer per && lastEntry.isAfter(at.minus(per.period()))) {
      return refuse(
          Reason.PERIOD_NOT_ELAPSED,
          Map.of("lastEntry", lastEntry.toString(), "period", per.period().toString()));
    }
    return null;
  }

  private static Refuse refuse(Reason reason, Map<String, @Nullable Object> compared) {
    return new Refuse(reason, compared);
  }
}
