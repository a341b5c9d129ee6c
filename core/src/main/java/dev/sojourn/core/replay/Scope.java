package dev.sojourn.core.replay;

import dev.sojourn.core.draw.Draws;
import dev.sojourn.core.schedule.Dates;
import dev.sojourn.core.schedule.SendWindow;
import dev.sojourn.core.schedule.TimeZones;
import dev.sojourn.core.schedule.When;
import dev.sojourn.dsl.ContactView;
import dev.sojourn.dsl.DigestResult;
import dev.sojourn.dsl.EventView;
import dev.sojourn.dsl.GuardScope;
import dev.sojourn.dsl.HistoryScope;
import dev.sojourn.dsl.JourneyHandle;
import dev.sojourn.dsl.MailResult;
import dev.sojourn.dsl.RunScope;
import dev.sojourn.dsl.StepFailed;
import dev.sojourn.dsl.ThrottleResult;
import dev.sojourn.dsl.VariantTexts;
import dev.sojourn.dsl.WaitResult;
import dev.sojourn.dsl.WhenScope;
import dev.sojourn.dsl.definition.Condition;
import groovy.lang.Closure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
  private final WaitWords waits;
  private final EffectWords effects;
  private final StartWords starts;
  private final WhenScope when;
  private final Map<String, Integer> computed = new HashMap<>();

  Scope(Playback playback) {
    this.playback = playback;
    this.contact = new RecordedContact(playback);
    this.history = new RecordedHistory(playback);
    this.waits = new WaitWords(playback);
    this.effects = new EffectWords(playback);
    this.starts = new StartWords(playback, waits);
    this.when = new When(playback::now, () -> SendWindow.always(zone()));
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
  public GuardScope getGuard() {
    playback.enter("guard");
    return () -> {
      playback.enter("guard.isSubscribed");
      var question = new Request.Subscribed();
      return Boolean.TRUE.equals(playback.answer("guard", "isSubscribed", question));
    };
  }

  @Override
  public WhenScope getWhen() {
    playback.enter("when");
    return when;
  }

  @Override
  public Instant date(@Nullable Object value) {
    playback.enter("date");
    return Values.whole(Dates.read(value, zone()));
  }

  /** The contact's zone; what it is read from is recorded. */
  private ZoneId zone() {
    return TimeZones.of(null, contact::get, null);
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
    if (settled.status().equals("left")) {
      throw playback.exit(reason);
    }
    return new RecordedMail(waits, opening.template(), settled);
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
        options.text("to"),
        options.onStopped());
  }

  @Override
  public void sleepFor(Duration time) {
    waits.sleepFor(Map.of(), time);
  }

  @Override
  public void sleepFor(Map<String, ?> options, Duration time) {
    waits.sleepFor(options, time);
  }

  @Override
  public void sleepUntil(Instant instant) {
    waits.sleepUntil(Map.of(), instant);
  }

  @Override
  public void sleepUntil(Map<String, ?> options, Instant instant) {
    waits.sleepUntil(options, instant);
  }

  @Override
  public WaitResult waitForEvent(Map<String, ?> options, String event) {
    return waits.forEvent(options, event);
  }

  @Override
  public WaitResult waitForAny(Map<String, ?> options, String... events) {
    return waits.forAny(options, List.of(events));
  }

  @Override
  public WaitResult waitForChange(Map<String, ?> options, String property) {
    return waits.forChange(options, property);
  }

  @Override
  public DigestResult digest(Map<String, ?> options) {
    return waits.digest(options);
  }

  @Override
  public ThrottleResult throttle(Map<String, ?> given) {
    playback.enter("throttle");
    var options = new Options("throttle", playback, given);
    var limit = options.number("limit", 0, 1, Integer.MAX_VALUE);
    var window = options.duration("window", Limits.LONGEST_PARK);
    var label = options.label("throttle");
    var question =
        new Request.CountMails(playback.instant().minus(window), options.text("category"));
    var count = Pasts.number(playback.answer("throttle", label, question));
    return new ThrottleResult(count < limit, count, Math.max(0, limit - count));
  }

  @Override
  public String variant(String key, String... arms) {
    playback.enter("variant");
    var names = arms(key, List.of(arms));
    var journey = playback.script().definition().id();
    var contact = playback.segment().contact().getId();
    return String.valueOf(
        playback.drawn(
            "variant",
            key,
            () -> names.get(Draws.arm(Draws.variant(journey, key, contact), names.size()))));
  }

  private List<String> arms(String key, List<String> arms) {
    try {
      VariantTexts.key(key);
      return VariantTexts.arms(arms);
    } catch (IllegalArgumentException e) {
      throw playback.fail(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void trigger(String event) {
    effects.trigger(Map.of(), event);
  }

  @Override
  public void trigger(Map<String, ?> options, String event) {
    effects.trigger(options, event);
  }

  @Override
  public JourneyHandle startJourney(String journeyId) {
    return starts.start(Map.of(), journeyId);
  }

  @Override
  public JourneyHandle startJourney(Map<String, ?> options, String journeyId) {
    return starts.start(options, journeyId);
  }

  @Override
  public void setContact(Map<String, ?> properties) {
    effects.setContact(properties);
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
      step = computed(name, playback.onceKey(name, occurrence), compute);
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
  public void startOver() {
    startOver(Map.of());
  }

  @Override
  @SuppressWarnings("unchecked") // the plain form of a map has text keys
  public void startOver(Map<String, ?> carry) {
    playback.enter("startOver");
    var carried = playback.kept("'startOver' carries a map that", carry);
    throw playback.startOver((Map<String, @Nullable Object>) Objects.requireNonNull(carried));
  }

  @Override
  public Map<String, @Nullable Object> getCarried() {
    playback.look("carried");
    return playback.journal().carried();
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
