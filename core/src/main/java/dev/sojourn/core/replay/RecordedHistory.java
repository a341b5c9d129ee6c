package dev.sojourn.core.replay;

import dev.sojourn.dsl.HistoryScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to the contact before, each answer recorded. */
final class RecordedHistory implements HistoryScope {
  private final Playback playback;

  RecordedHistory(Playback playback) {
    this.playback = playback;
  }

  @Override
  public boolean hasEvent(String event) {
    return hasEvent(Map.of(), event);
  }

  @Override
  public boolean hasEvent(Map<String, ?> given, String event) {
    playback.enter("history.hasEvent");
    var options = new Options("history.hasEvent", playback, given);
    var asked = new Entry.Asked("history", options.checked(event));
    var answer = playback.recorded(asked);
    if (answer == null) {
      var request = new Request.HasEvent(asked.label(), since(options.duration("within")));
      playback.record(asked);
      throw playback.end(new Outcome.Needs(request));
    }
    return answer instanceof Entry.Answered answered && Boolean.TRUE.equals(answered.value());
  }

  private @Nullable Instant since(@Nullable Duration within) {
    if (within == null || within.compareTo(Limits.LONGEST_PARK) > 0) {
      return null;
    }
    return playback.instant().minus(within);
  }
}
