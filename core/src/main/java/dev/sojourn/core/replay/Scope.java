package dev.sojourn.core.replay;

import dev.sojourn.dsl.ContactView;
import dev.sojourn.dsl.EventView;
import dev.sojourn.dsl.HistoryScope;
import dev.sojourn.dsl.MailResult;
import dev.sojourn.dsl.RunScope;
import dev.sojourn.dsl.StepFailed;
import dev.sojourn.dsl.WaitResult;
import dev.sojourn.dsl.definition.Condition;
import groovy.lang.Closure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The words of one pass. */
final class Scope implements RunScope {
  private final Playback playback;
  private final ContactView contact;
  private final HistoryScope history;
  private final Map<String, Integer> computed = new HashMap<>();

  Scope(Playback playback) {
    this.playback = playback;
    this.contact = new RecordedContact(playback);
    this.history = new RecordedHistory(playback);
  }

  @Override
  public ContactView getContact() {
    playback.look("contact");
    return contact;
  }

  @Override
  public EventView getEvent() {
    playback.look("event");
    return playback.segment().trigger();
  }

  @Override
  public HistoryScope getHistory() {
    playback.enter("history");
    return history;
  }

  @Override
  public Instant now() {
    return playback.now();
  }

  @Override
  public MailResult sendEmail(String template) {
    return sendEmail(Map.of(), template);
  }

  @Override
  public MailResult sendEmail(Map<String, ?> given, String template) {
    playback.enter("sendEmail");
    var options = new Options("sendEmail", playback, given);
    var key = options.checked(template);
    var opening = new Entry.MailOpened(options.label(key), key, playback.instant());
    if (playback.recorded(opening) == null) {
      var request = mail(opening, options);
      playback.record(opening);
      throw playback.end(new Outcome.Needs(request));
    }
    if (!(playback.ending() instanceof Entry.Settled settled)) {
      throw playback.damaged("a journal ends a mail as no mail ends");
    }
    var reason = settled.reason();
    if (settled.status().equals("failed")) {
      throw new StepFailed(opening.label(), reason == null ? "it could not be sent" : reason);
    }
    return new MailResult(settled.status(), settled.sendId(), settled.sentAt(), reason);
  }

  @SuppressWarnings("unchecked") // the plain form of a map has text keys
  private Request.SendMail mail(Entry.MailOpened opening, Options options) {
    var props = playback.kept(Steps.name(opening) + " has props that", options.map("props"));
    return new Request.SendMail(
        opening.label(),
        playback.journal().tally().parks(),
        opening.template(),
        options.text("subject"),
        (Map<String, @Nullable Object>) Objects.requireNonNull(props),
        options.text("to"));
  }

  @Override
  public void sleepFor(Duration time) {
    sleepFor(Map.of(), time);
  }

  @Override
  public void sleepFor(Map<String, ?> options, Duration time) {
    playback.enter("sleepFor");
    sleep(new Options("sleepFor", playback, options), deadline("sleepFor", time));
  }

  @Override
  public void sleepUntil(Instant instant) {
    sleepUntil(Map.of(), instant);
  }

  @Override
  public void sleepUntil(Map<String, ?> options, Instant instant) {
    playback.enter("sleepUntil");
    sleep(new Options("sleepUntil", playback, options), deadline("sleepUntil", instant));
  }

  private void sleep(Options options, Instant deadline) {
    var opening = new Entry.SleepOpened(options.label("sleep"), playback.instant(), deadline);
    var recorded = playback.recorded(opening);
    if (recorded == null) {
      playback.record(opening);
      if (opening.parks()) {
        throw playback.end(new Outcome.Needs(new Request.Sleep(opening.label(), deadline)));
      }
    } else if (recorded instanceof Entry.SleepOpened before && before.parks()) {
      playback.ending();
    }
  }

  @Override
  public WaitResult waitForEvent(Map<String, ?> given, String event) {
    playback.enter("waitForEvent");
    var options = new Options("waitForEvent", playback, given);
    var name = options.checked(event);
    var opening =
        new Entry.WaitOpened(
            options.label(name),
            name,
            playback.instant(),
            deadline("waitForEvent", options.duration("timeout")),
            options.conditions("where"),
            options.flag("sameKey") ? key() : null,
            options.duration("lookback"));
    if (playback.recorded(opening) == null) {
      playback.record(opening);
      throw playback.end(new Outcome.Needs(playback.journal().tally().park(opening)));
    }
    var ending = playback.ending();
    return ending instanceof Entry.Matched matched
        ? new WaitResult(false, matched.scalars(), matched.occurredAt())
        : new WaitResult(true, Map.of(), null);
  }

  private String key() {
    var key = playback.segment().key();
    if (key.isEmpty()) {
      throw playback.fail("'waitForEvent' asks for the same key, but the journey has no 'key'");
    }
    return key;
  }

  private Instant deadline(String word, @Nullable Duration time) {
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

  @Override
  public List<Condition> where(List<Condition> conditions) {
    return conditions;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // the script's own type for what it computes
  public <T> T once(String label, Closure<T> compute) {
    playback.enter("once");
    var name = new Options("once", playback, Map.of()).checked(label);
    var occurrence = computed.merge(name, 1, Integer::sum);
    var asked = new Entry.Computed(name, null);
    Entry.Step step = playback.recorded(asked);
    if (step == null) {
      step = computed(name, playback.segment().run() + ":" + name + ":" + occurrence, compute);
      playback.record(step);
    }
    if (step instanceof Entry.Broke broke) {
      throw new StepFailed(name, broke.reason());
    }
    return (T) ((Entry.Computed) step).value();
  }

  private Entry.Step computed(String label, String key, Closure<?> compute) {
    Object value;
    try {
      value = playback.computing(label, () -> call(compute, key));
    } catch (Exception | AssertionError e) {
      if (e instanceof InterruptedException) {
        throw playback.tooLong();
      }
      return new Entry.Broke(label, Values.text(Faults.described(e)));
    }
    return new Entry.Computed(label, playback.kept("once '" + label + "'", value));
  }

  private static @Nullable Object call(Closure<?> compute, String key) {
    return compute.getMaximumNumberOfParameters() == 0 ? compute.call() : compute.call(key);
  }

  @Override
  public void checkpoint(String label) {
    playback.enter("checkpoint");
    var step = new Entry.Reached(new Options("checkpoint", playback, Map.of()).checked(label));
    if (playback.recorded(step) == null) {
      playback.record(step);
      playback.queue(new Effect.Checkpoint(step.label()));
    }
  }

  @Override
  public void exit() {
    playback.enter("exit");
    throw playback.exit(null);
  }

  @Override
  public void exit(String reason) {
    playback.enter("exit");
    throw playback.exit(Values.text(reason));
  }

  @Override
  public void log(CharSequence message) {
    playback.enter("log");
    var text = String.valueOf(playback.kept("a log line", String.valueOf(message)));
    var step = new Entry.Logged(text);
    if (playback.recorded(step) == null) {
      playback.record(step);
      playback.queue(new Effect.LogLine(text));
    }
  }

  @Override
  public void turn() {
    playback.turn();
  }
}
