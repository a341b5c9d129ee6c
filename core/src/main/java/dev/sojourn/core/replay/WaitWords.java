package dev.sojourn.core.replay;

import dev.sojourn.dsl.DigestResult;
import dev.sojourn.dsl.RunScope;
import dev.sojourn.dsl.WaitResult;
import dev.sojourn.dsl.definition.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words that wait. */
final class WaitWords {
  private static final int DIGESTED = 100;
  private static final int MOST_DIGESTED = 500;
  private static final Duration DIGEST_LOOKBACK = Duration.ofMinutes(15);

  private final Playback playback;

  WaitWords(Playback playback) {
    this.playback = playback;
  }

  void sleepFor(Map<String, ?> options, Duration time) {
    playback.enter("sleepFor");
    sleep(new Options("sleepFor", playback, options).label("sleep"), deadline("sleepFor", time));
  }

  void sleepUntil(Map<String, ?> options, Instant instant) {
    playback.enter("sleepUntil");
    sleep(
        new Options("sleepUntil", playback, options).label("sleep"),
        deadline("sleepUntil", instant));
  }

  /** Sleeps; answers how the sleep is recorded. */
  private Entry.SleepOpened sleep(String label, Instant deadline) {
    var opening = new Entry.SleepOpened(label, playback.instant(), deadline);
    var recorded = playback.recorded(opening);
    if (recorded == null) {
      playback.record(opening);
      if (opening.parks()) {
        throw playback.end(new Outcome.Needs(new Request.Sleep(label, deadline)));
      }
      return opening;
    }
    var before = (Entry.SleepOpened) recorded;
    if (before.parks()) {
      playback.ending();
    }
    return before;
  }

  WaitResult forEvent(Map<String, ?> given, String event) {
    playback.enter("waitForEvent");
    var options = new Options("waitForEvent", playback, given);
    var name = options.checked(event);
    return await(
        new Entry.WaitOpened(
            options.label(name),
            List.of(name),
            playback.instant(),
            deadline("waitForEvent", options.duration("timeout")),
            options.conditions("where"),
            options.flag("sameKey") ? key() : null,
            lookback(options)));
  }

  WaitResult forAny(Map<String, ?> given, List<String> events) {
    playback.enter("waitForAny");
    var options = new Options("waitForAny", playback, given);
    var names = events.stream().map(options::checked).toList();
    if (names.isEmpty() || names.size() != Set.copyOf(names).size()) {
      throw playback.fail("'waitForAny' takes the names of events that all differ, not " + names);
    }
    return await(
        new Entry.WaitOpened(
            options.label(String.join("|", names)),
            names,
            playback.instant(),
            deadline("waitForAny", options.duration("timeout")),
            options.conditions("where"),
            null,
            lookback(options)));
  }

  WaitResult forChange(Map<String, ?> given, String property) {
    playback.enter("waitForChange");
    var options = new Options("waitForChange", playback, given);
    var name = options.checked(property);
    return await(
        new Entry.WaitOpened(
            options.label(RunScope.CONTACT_CHANGED + "/" + name),
            List.of(RunScope.CONTACT_CHANGED),
            playback.instant(),
            deadline("waitForChange", options.duration("timeout")),
            List.of(ContactChange.of(name)),
            null,
            null));
  }

  /** Whether the reader of a mail does this within a time of its sending. */
  boolean forMail(String what, String event, Map<String, ?> given, RecordedMail mail) {
    var word = "mail." + what;
    playback.enter(word);
    var options = new Options(word, playback, given);
    var sentAt = Objects.requireNonNull(mail.getSentAt());
    var mine = new Condition.Property("emailSendId", Condition.Operator.EQ, mail.getSendId());
    var result =
        await(
            new Entry.WaitOpened(
                options.label(event + "/" + mail.template()),
                List.of(event),
                playback.instant(),
                Values.whole(sentAt.plus(options.duration("within", Limits.LONGEST_PARK))),
                List.of(mine),
                null,
                Duration.between(sentAt, playback.instant()).abs().plusMinutes(1)));
    return !result.timedOut();
  }

  private WaitResult await(Entry.WaitOpened opening) {
    var matched = matched(opening);
    if (matched == null) {
      return new WaitResult(true, null, Map.of(), null);
    }
    var event = matched.event().isEmpty() ? opening.events().get(0) : matched.event();
    return new WaitResult(false, event, matched.scalars(), matched.occurredAt());
  }

  /** Waits; the event that ended the wait, or null if none did in time. */
  Entry.@Nullable Matched matched(Entry.WaitOpened opening) {
    if (playback.recorded(opening) == null) {
      playback.record(opening);
      throw playback.end(new Outcome.Needs(playback.journal().tally().park(opening)));
    }
    return playback.ending() instanceof Entry.Matched matched ? matched : null;
  }

  DigestResult digest(Map<String, ?> given) {
    playback.enter("digest");
    var options = new Options("digest", playback, given);
    var window = options.duration("window", Limits.LONGEST_PARK);
    var trigger = playback.script().definition().entry().trigger();
    var named = options.text("event");
    var event = named == null ? trigger.event() : options.checked(named);
    var where = options.conditions("where");
    var most = options.number("maxEvents", DIGESTED, 1, MOST_DIGESTED);
    var lookback = lookback(options);
    var label = options.label(event);
    var slept = sleep(label, deadline("digest", window));
    var own = event.equals(trigger.event());
    var gathered = own ? playback.journal().tally().gathered() : 0;
    var question =
        new Request.ListEvents(
            event,
            gathered > 0
                ? null
                : begin(event, slept, lookback == null ? DIGEST_LOOKBACK : lookback),
            slept.deadline(),
            where.isEmpty() && own ? trigger.where() : where,
            most + 1,
            false,
            false,
            gathered);
    var answer = playback.answer(own ? Tally.DIGEST : "digest of", label, question);
    var events = Pasts.toEvents(answer);
    return new DigestResult(
        events.subList(0, Math.min(most, events.size())),
        events.size() > most || Pasts.isCut(answer),
        slept.deadline());
  }

  /** How far to look back; farther than that no database can. */
  private static @Nullable Duration lookback(Options options) {
    var asked = options.duration("lookback");
    return asked != null && asked.compareTo(Limits.LONGEST_PARK) > 0 ? Limits.LONGEST_PARK : asked;
  }

  /** How far a first digest looks back: to the event that began the run in any case. */
  private Instant begin(String event, Entry.SleepOpened slept, Duration lookback) {
    var begin = slept.startedAt().minus(lookback);
    var entered = playback.segment().trigger();
    var at = Values.whole(entered.getOccurredAt());
    return entered.getEventName().equals(event) && at.isBefore(begin) ? at : begin;
  }

  private String key() {
    var key = playback.segment().key();
    if (key.isEmpty()) {
      throw playback.fail("'waitForEvent' asks for the same key, but the journey has no 'key'");
    }
    return key;
  }

  Instant deadline(String word, @Nullable Duration time) {
    if (time == null || time.compareTo(Limits.LONGEST_PARK) > 0) {
      throw playback.fail(
          "'" + word + "' takes a duration of at most 36500 days, not '" + time + "'");
    }
    var whole = time.isNegative() ? Duration.ZERO : time.plusNanos(999_999);
    return Values.whole(playback.instant().plus(whole));
  }

  private Instant deadline(String word, @Nullable Instant instant) {
    var now = playback.instant();
    if (instant == null || instant.isAfter(now.plus(Limits.LONGEST_PARK))) {
      throw playback.fail(
          "'" + word + "' takes an instant at most 36500 days ahead, not '" + instant + "'");
    }
    return instant.isBefore(now) ? now : Values.whole(instant.plusNanos(999_999));
  }
}
