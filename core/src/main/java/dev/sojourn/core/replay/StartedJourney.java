package dev.sojourn.core.replay;

import dev.sojourn.dsl.EndResult;
import dev.sojourn.dsl.JourneyHandle;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the contact stood in a journey just after a start, as recorded.
 *
 * @param startedAt when the start happened
 * @param stateId the public id of the enrolment; empty for none
 */
record StartedJourney(
    StartWords words,
    String journeyId,
    Instant startedAt,
    boolean isEntered,
    String getStatus,
    String stateId)
    implements JourneyHandle {
  /** The handle for an answer of {@link Pasts#started}. */
  static StartedJourney of(
      StartWords words, String journeyId, @Nullable Object answer, Instant startedAt) {
    var fields = Pasts.list(answer);
    return new StartedJourney(
        words,
        journeyId,
        startedAt,
        Boolean.TRUE.equals(fields.get(0)),
        String.valueOf(fields.get(1)),
        String.valueOf(fields.get(2)));
  }

  boolean isLive() {
    return getStatus.equals("active");
  }

  @Override
  public EndResult ended(Map<String, ?> options) {
    var end = words.ended(this, options);
    return end == null
        ? new EndResult(isLive(), getStatus)
        : new EndResult(false, end.event().substring("journey:".length()));
  }

  /** {@code journey 'product-tour' active}. */
  @Override
  public String toString() {
    return "journey '" + journeyId + "' " + getStatus;
  }
}
