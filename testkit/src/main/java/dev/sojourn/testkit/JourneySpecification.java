package dev.sojourn.testkit;

import dev.sojourn.core.fold.Fact;
import groovy.lang.Closure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.spockframework.runtime.model.SpecMetadata;
import spock.lang.Specification;

/**
 * The base class of a journey's spec: contacts, their events and the passing of time go in, mails,
 * status and timeline come out. Nothing is started and nothing is slept through.
 *
 * <p>{@code WelcomeSpec} plays {@code journeys/welcome.groovy}; override {@link #journey} for
 * another. A feature that fails shows its timeline.
 */
@ShowsTimeline
@SpecMetadata(filename = "JourneySpecification.java", line = 1) // Spock asks it of every superclass
public abstract class JourneySpecification extends Specification {
  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final List<Consumer<Rehearsal>> scenario = new ArrayList<>();
  private Instant start = Instant.parse("2026-01-05T09:00:00Z");
  private @Nullable Rehearsal rehearsal;

  /** The id of the journey under test: the spec's name without {@code Spec}, in small words. */
  protected String journey() {
    var name = getClass().getSimpleName().replaceFirst("Spec$", "");
    return CAPITAL.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  /** The instant at which the scenario begins; a Monday morning otherwise. */
  public void startsAt(Instant instant) {
    if (rehearsal != null) {
      throw new IllegalStateException("'startsAt' must come before anything happens");
    }
    start = instant;
  }

  /** The contact that acts from now on, by address or user id. */
  public void contact(String name) {
    contact(Map.of(), name);
  }

  /** The contact that acts from now on, with these properties; {@code id}: its user id. */
  public void contact(Map<String, ?> properties, String name) {
    act(world -> world.contact(name, properties));
  }

  /** An event of the contact arrives. */
  public void arrives(String event) {
    arrives(Map.of(), event);
  }

  /** An event of the contact arrives, with these properties. */
  public void arrives(Map<String, ?> properties, String event) {
    act(world -> world.arrives(event, properties));
  }

  /** Time passes; what is due in it happens in order. */
  public void timePasses(Duration time) {
    act(world -> world.passes(time));
  }

  /** The contact wants no mail at all any more. */
  public void unsubscribes() {
    act(world -> world.current().unsubscribe());
  }

  /** The contact wants no mail of this category any more. */
  public void unsubscribes(String category) {
    act(world -> world.current().leave(category));
  }

  /** Every mail of this template fails for good from now on. */
  public void mailFails(String template, String reason) {
    act(world -> world.mails().fail(template, reason));
  }

  /** Every mail is handed to this closure from now on; what it throws fails the mail for good. */
  public void provider(Closure<?> provider) {
    act(world -> world.mails().provider(provider::call));
  }

  /** The templates of the mails sent, in order. */
  public List<String> getSent() {
    return getMails().stream().map(Mail::template).toList();
  }

  /** The mails sent, in order. */
  public List<Mail> getMails() {
    return world().mails().sent();
  }

  /**
   * How the contact's newest enrolment stands: {@code active}, {@code waiting}, {@code completed},
   * {@code exited}, {@code failed}; {@code not entered} if there is none.
   */
  public String getStatus() {
    var run = newest();
    return run == null ? "not entered" : run.status();
  }

  /** How the contact's newest enrolment under this key stands. */
  public String status(String key) {
    return world().runs().stream()
        .filter(run -> run.person() == world().current() && run.key().equals(key))
        .reduce((one, other) -> other)
        .map(Run::status)
        .orElse("not entered");
  }

  /** Why the contact's newest enrolment failed or exited; null for no reason. */
  public @Nullable String getReason() {
    var run = newest();
    return run == null ? null : run.reason();
  }

  /** The label that the contact's newest enrolment reached last. */
  public @Nullable String getLabel() {
    var run = newest();
    return run == null ? null : run.journal().label();
  }

  private @Nullable Run newest() {
    return world().runs().stream()
        .filter(run -> run.person() == world().current())
        .reduce((one, other) -> other)
        .orElse(null);
  }

  /** Why triggers did not let a contact in, in order. */
  public List<String> getSkipReasons() {
    return world().skipReasons();
  }

  /** The names of the contact's events, in order. */
  public List<String> getHistory() {
    return world().current().events().stream().map(Fact::name).toList();
  }

  /** What happened, one line each. */
  public List<String> getTimeline() {
    return world().timeline().lines();
  }

  /** The timeline of what was played; empty if nothing was. */
  List<String> played() {
    return rehearsal == null ? List.of() : rehearsal.timeline().lines();
  }

  /** The instant that it is now. */
  public Instant getNow() {
    return world().now();
  }

  /**
   * Plays the scenario so far again, once for each commit: the process dies just before it and just
   * after it, and has nothing but the stored journal then. All must happen as it did without.
   * Answers true, so that it may stand as a condition.
   *
   * <p>A {@code once} repeats when its commit did not come; one that draws at random shows here.
   */
  public boolean crashEverywhere() {
    var whole = world();
    for (var commit = 1; commit <= whole.commits(); commit++) {
      var cut = open(new Cuts(commit));
      scenario.forEach(action -> action.accept(cut));
      if (!cut.timeline().lines().equals(whole.timeline().lines())
          || !cut.mails().sent().equals(whole.mails().sent())) {
        throw new AssertionError(
            "a crash at commit "
                + commit
                + " changes what happens to\n  "
                + String.join("\n  ", cut.timeline().lines())
                + "\nwith the mails "
                + cut.mails().sent());
      }
    }
    return true;
  }

  private void act(Consumer<Rehearsal> action) {
    scenario.add(action);
    action.accept(world());
  }

  private Rehearsal world() {
    if (rehearsal == null) {
      rehearsal = open(Cuts.NONE);
    }
    return Objects.requireNonNull(rehearsal);
  }

  private Rehearsal open(Cuts cuts) {
    var bundle = JourneyBundle.find();
    var timeline = new Timeline(start);
    var mails = new MailRoom(bundle.templates(), timeline);
    return new Rehearsal(bundle.journey(journey()), mails, timeline, start, cuts);
  }
}
