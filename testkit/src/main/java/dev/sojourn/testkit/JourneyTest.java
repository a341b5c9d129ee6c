package dev.sojourn.testkit;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.core.replay.ReplayVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A journey on virtual time, for a test in plain Java: contacts, their events and the passing of
 * time go in, mails, status and timeline come out. Nothing is started and nothing is slept through.
 *
 * <pre>{@code
 * JourneyTest.of(Path.of("."), "welcome")
 *     .contact("ada@example.com", Map.of("firstName", "Ada"))
 *     .arrives("user.created")
 *     .timePasses(Duration.ofDays(7))
 *     .expectSent("welcome", "nudge", "offer-help")
 *     .crashEverywhere();
 * }</pre>
 *
 * <p>Journeys of the bundle that this one starts are played as well; they take nobody else.
 *
 * <p>What it is told is a scenario, which the words that end in {@code Everywhere} play again. Not
 * safe for use by several threads.
 */
public final class JourneyTest {
  private final JourneyBundle bundle;
  private final String journey;
  private final List<Consumer<Rehearsal>> scenario = new ArrayList<>();
  private Instant start = Instant.parse("2026-01-05T09:00:00Z");
  private @Nullable Rehearsal rehearsal;
  private @Nullable Rehearsal playing;
  private @Nullable TemplateSet templates;
  private int events;

  JourneyTest(JourneyBundle bundle, String journey) {
    this.bundle = bundle;
    this.journey = journey;
  }

  /** A test of the journey {@code journeys/<journey>.groovy} in this directory. */
  public static JourneyTest of(Path bundle, String journey) {
    return new JourneyTest(new JourneyBundle(bundle), journey);
  }

  /**
   * A test of a journey in the directory that the system property {@code sojourn.bundle} names, or
   * else in the nearest one upwards that has journeys.
   */
  public static JourneyTest of(String journey) {
    return new JourneyTest(JourneyBundle.find(), journey);
  }

  /** Another test of the same journey, on the files of the bundle as this one has read them. */
  public JourneyTest another() {
    return new JourneyTest(bundle, journey);
  }

  /** The instant at which the scenario begins; a Monday morning otherwise. */
  public JourneyTest startsAt(Instant instant) {
    if (rehearsal != null) {
      throw new IllegalStateException("'startsAt' must come before anything happens");
    }
    start = instant;
    return this;
  }

  /** The contact that acts from now on, by address or user id. */
  public JourneyTest contact(String name) {
    return contact(name, Map.of());
  }

  /** The contact that acts from now on, with these properties; {@code id}: its user id. */
  public JourneyTest contact(String name, Map<String, ?> properties) {
    return act(world -> world.contact(name, properties));
  }

  /** Properties of the contact that acts change; null deletes one. */
  public JourneyTest contact(Map<String, ?> properties) {
    return act(world -> world.change(properties));
  }

  /** An event of the contact arrives. */
  public JourneyTest arrives(String event) {
    return arrives(event, Map.of());
  }

  /** An event of the contact arrives, with these properties. */
  public JourneyTest arrives(String event, Map<String, ?> properties) {
    var key = "event " + ++events;
    return act(world -> world.arrives(key, event, properties));
  }

  /**
   * A webhook of {@code sources/<source>.groovy} arrives, whoever sent it; whom it is about acts
   * from then on. Without an event in it nothing happens.
   */
  public JourneyTest webhook(String source, String body) {
    var made = Webhook.of(source, bundle.source(source), body);
    made.ifPresent(
        one ->
            contact(one.contact(), one.contactProperties()).arrives(one.event(), one.properties()));
    return this;
  }

  /** The contact opens the newest mail of this template that it got. */
  public JourneyTest opens(String template) {
    return reads("email.opened", template);
  }

  /** The contact clicks a link of the newest mail of this template that it got. */
  public JourneyTest clicks(String template) {
    return reads("email.link_clicked", template);
  }

  private JourneyTest reads(String event, String template) {
    var key = "event " + ++events;
    return act(world -> world.arrives(key, event, world.mails().named(template, world.current())));
  }

  /** Time passes; what is due in it happens in order. */
  public JourneyTest timePasses(Duration time) {
    return act(world -> world.passes(time));
  }

  /** The contact wants no mail at all any more. */
  public JourneyTest unsubscribes() {
    return act(world -> world.current().unsubscribe());
  }

  /** The contact wants no mail of this category any more. */
  public JourneyTest unsubscribes(String category) {
    return act(world -> world.current().leave(category));
  }

  /** The contact wants mails of this list from now on. */
  public JourneyTest subscribes(String list) {
    return act(world -> world.current().join(list));
  }

  /** Every mail of this template fails for good from now on. */
  public JourneyTest mailFails(String template, String reason) {
    return act(world -> world.mails().fail(template, reason));
  }

  /** Every mail is handed to this one from now on; what it throws fails the mail for good. */
  public JourneyTest provider(Consumer<Mail> provider) {
    return act(world -> world.mails().provider(provider));
  }

  /**
   * Another text of the journey is released as soon as a run has come to this step: who enters from
   * then on has the new one, who is on the way keeps the old one. What those on the way would come
   * to on the new one is in {@link #verdicts}.
   *
   * @param step the label of a step, or what the step is called without one: the template of a
   *     mail, the event of a wait
   */
  public JourneyTest changeScriptAt(String step, String source) {
    var script = JourneyBundle.compile(journey, source);
    return act(world -> world.releaseAt(step, script));
  }

  /** The templates of the mails sent, in order. */
  public List<String> sent() {
    return mails().stream().map(Mail::template).toList();
  }

  /** The mails sent, in order. */
  public List<Mail> mails() {
    return world().mails().sent();
  }

  /**
   * How the contact's newest enrolment stands: {@code active}, {@code waiting}, {@code completed},
   * {@code exited}, {@code failed}; {@code not entered} if there is none.
   */
  public String status() {
    var run = newest();
    return run == null ? "not entered" : run.status();
  }

  /** How the contact's newest enrolment under this key stands. */
  public String status(String key) {
    return world().runs().stream()
        .filter(run -> isTested(run) && run.key().equals(key))
        .reduce((one, other) -> other)
        .map(Run::status)
        .orElse("not entered");
  }

  /** Why the contact's newest enrolment failed or exited; null for no reason. */
  public @Nullable String reason() {
    var run = newest();
    return run == null ? null : run.reason();
  }

  /** The label that the contact's newest enrolment reached last. */
  public @Nullable String label() {
    var run = newest();
    return run == null ? null : run.journal().label();
  }

  /** Why triggers did not let a contact in, in order. */
  public List<String> skipReasons() {
    return world().skipReasons();
  }

  /** The names of the contact's events, in order. */
  public List<String> history() {
    return world().current().events().stream().map(Fact::name).toList();
  }

  /** What happened, one line each. */
  public List<String> timeline() {
    return world().timeline().lines();
  }

  /** The instant that it is now. */
  public Instant now() {
    return world().now();
  }

  /** What the runs on the way came to on the scripts of {@link #changeScriptAt}, by release. */
  public List<ReplayVerdict> verdicts() {
    return world().verdicts();
  }

  /**
   * Expects that these templates were sent, in this order.
   *
   * @throws AssertionError with the timeline, if it was others
   */
  public JourneyTest expectSent(String... sent) {
    return expect("mails", List.of(sent), sent());
  }

  /**
   * Expects that the contact's newest enrolment stands so.
   *
   * @throws AssertionError with the timeline, if it stands otherwise
   */
  public JourneyTest expectStatus(String status) {
    return expect("status", status, status());
  }

  private JourneyTest expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError(
          what + ": expected " + expected + ", there is " + found + "; " + this);
    }
    return this;
  }

  /**
   * Plays the scenario so far again, once for each commit: the process dies just before it and just
   * after it, and has nothing but the stored journal then. All must happen as it did without.
   *
   * <p>A {@code once} repeats when its commit did not come; one that draws at random shows here.
   *
   * @throws AssertionError naming the step and its line, if something else happens
   */
  public JourneyTest crashEverywhere() {
    var whole = world();
    for (var commit = 1; commit <= whole.commits(); commit++) {
      Comparison.same("a crash at commit " + commit, whole, again(Stress.cutAt(commit)));
    }
    return this;
  }

  /**
   * Plays the scenario so far again; after each commit, the journal is read from its stored form
   * and replayed. The script must ask for the same, and wait for or come to the same.
   *
   * @throws AssertionError naming the step and its line, if it does not
   */
  public JourneyTest replayEverywhere() {
    Comparison.same("a replay after each commit", world(), again(Stress.REPLAYS));
    return this;
  }

  /**
   * Plays the scenario so far again; each event arrives twice under its key. All must happen as it
   * did with each arriving once.
   *
   * @throws AssertionError if something else happens
   */
  public JourneyTest duplicateDeliveries() {
    Comparison.same("a second delivery of each event", world(), again(Stress.DOUBLES));
    return this;
  }

  /**
   * Records the journal of the contact's newest enrolment, for {@link RecordedJournals}.
   *
   * @param name what nothing in the directory is named yet
   */
  public JourneyTest record(Path directory, String name) {
    var run = newest();
    if (run == null) {
      throw new IllegalStateException("there is no journal for '" + name + "': nobody entered");
    }
    JournalFiles.write(directory, name, run);
    return this;
  }

  /** The timeline, and how each enrolment stands. */
  @Override
  public String toString() {
    return rehearsal == null
        ? "nothing was played"
        : rehearsal.timeline().told(rehearsal.runs(), rehearsal.now());
  }

  /** Whether anything was played. */
  boolean hasBegun() {
    return rehearsal != null;
  }

  private boolean isTested(Run run) {
    return run.person() == world().current() && run.journeyId().equals(journey);
  }

  private @Nullable Run newest() {
    return world().runs().stream()
        .filter(this::isTested)
        .reduce((one, other) -> other)
        .orElse(null);
  }

  /** Does something and keeps it for the next time; what it leads to belongs to it. */
  private JourneyTest act(Consumer<Rehearsal> action) {
    if (playing == null) {
      scenario.add(action);
      play(world(), List.of(action));
    } else {
      action.accept(playing);
    }
    return this;
  }

  private Rehearsal again(Stress stress) {
    var other = open(stress);
    play(other, scenario);
    return other;
  }

  private void play(Rehearsal world, List<Consumer<Rehearsal>> actions) {
    playing = world;
    try {
      actions.forEach(action -> action.accept(world));
    } finally {
      playing = null;
    }
  }

  private Rehearsal world() {
    if (playing != null) {
      return playing;
    }
    if (rehearsal == null) {
      templates = bundle.templates();
      rehearsal = open(Stress.NONE);
    }
    return Objects.requireNonNull(rehearsal);
  }

  private Rehearsal open(Stress stress) {
    var timeline = new Timeline(start);
    var releases = new Releases(bundle.journey(journey), bundle::find, timeline);
    var mails = new MailRoom(templates, bundle.lists(), releases::outrank, timeline);
    return new Rehearsal(releases, mails, timeline, start, stress);
  }
}
