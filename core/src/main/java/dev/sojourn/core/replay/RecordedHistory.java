package dev.sojourn.core.replay;

import dev.sojourn.dsl.HistoryScope;
import dev.sojourn.dsl.JourneyHistory;
import dev.sojourn.dsl.MailHistory;
import dev.sojourn.dsl.PastEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to the contact before, each answer recorded. */
final class RecordedHistory implements HistoryScope {
  private static final int EVENTS = 50;
  private static final int MOST_EVENTS = 200;

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
    var options = options("hasEvent", given);
    var name = options.checked(event);
    var question = new Request.HasEvent(name, since(options));
    return Boolean.TRUE.equals(playback.answer("history", name, question));
  }

  @Override
  public int countOf(String event) {
    return countOf(Map.of(), event);
  }

  @Override
  public int countOf(Map<String, ?> given, String event) {
    var options = options("countOf", given);
    var name = options.checked(event);
    var question = new Request.CountEvents(name, since(options));
    return Pasts.number(playback.answer("history.countOf", name, question));
  }

  @Override
  public List<PastEvent> events(String event) {
    return events(Map.of(), event);
  }

  @Override
  public List<PastEvent> events(Map<String, ?> given, String event) {
    var options = options("events", given);
    var name = options.checked(event);
    var limit = options.number("limit", EVENTS, 1, MOST_EVENTS);
    var question = new Request.ListEvents(name, since(options), null, List.of(), limit, true, true);
    return Pasts.toEvents(playback.answer("history.events", name, question));
  }

  @Override
  public JourneyHistory journey(String journeyId) {
    var id = options("journey", Map.of()).checked(journeyId);
    return Pasts.toJourney(playback.answer("history.journey", id, new Request.PastJourney(id)));
  }

  @Override
  public MailHistory email(String template) {
    var key = options("email", Map.of()).checked(template);
    return Pasts.toMails(playback.answer("history.email", key, new Request.PastMails(key)));
  }

  private Options options(String word, Map<String, ?> given) {
    playback.enter("history." + word);
    return new Options("history." + word, playback, given);
  }

  private @Nullable Instant since(Options options) {
    Duration within = options.duration("within");
    if (within == null || within.compareTo(Limits.LONGEST_PARK) > 0) {
      return null;
    }
    return playback.instant().minus(within);
  }
}
