package dev.sojourn.testkit;

import dev.sojourn.core.replay.ReplayVerdict;
import groovy.lang.Closure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.spockframework.runtime.model.SpecMetadata;
import spock.lang.Specification;

/**
 * The base class of a journey's spec: the words of {@link JourneyTest} as Spock likes to read them.
 *
 * <p>{@code WelcomeSpec} plays {@code journeys/welcome.groovy}; override {@link #journey} for
 * another. A feature that fails shows its timeline.
 */
@ShowsTimeline
@SpecMetadata(filename = "JourneySpecification.java", line = 1) // Spock asks it of every superclass
public abstract class JourneySpecification extends Specification {
  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private @Nullable JourneyTest test;

  /** The id of the journey under test: the spec's name without {@code Spec}, in small words. */
  protected String journey() {
    var name = getClass().getSimpleName().replaceFirst("Spec$", "");
    return CAPITAL.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  /** The instant at which the scenario begins; a Monday morning otherwise. */
  public void startsAt(Instant instant) {
    test().startsAt(instant);
  }

  /** The contact that acts from now on, by address or user id. */
  public void contact(String name) {
    test().contact(name);
  }

  /** The contact that acts from now on, with these properties; {@code id}: its user id. */
  public void contact(Map<String, ?> properties, String name) {
    test().contact(name, properties);
  }

  /** Properties of the contact that acts change: {@code contact plan: 'pro'}; null deletes one. */
  public void contact(Map<String, ?> properties) {
    test().contact(properties);
  }

  /** An event of the contact arrives. */
  public void arrives(String event) {
    test().arrives(event);
  }

  /** An event of the contact arrives, with these properties. */
  public void arrives(Map<String, ?> properties, String event) {
    test().arrives(event, properties);
  }

  /** A webhook of a source of the bundle arrives; whom it is about acts from then on. */
  public void webhook(String source, String body) {
    test().webhook(source, body);
  }

  /** The contact opens the newest mail of this template that it got. */
  public void opens(String template) {
    test().opens(template);
  }

  /** The contact clicks a link of the newest mail of this template that it got. */
  public void clicks(String template) {
    test().clicks(template);
  }

  /** Time passes; what is due in it happens in order. */
  public void timePasses(Duration time) {
    test().timePasses(time);
  }

  /** The contact wants no mail at all any more. */
  public void unsubscribes() {
    test().unsubscribes();
  }

  /** The contact wants no mail of this category any more. */
  public void unsubscribes(String category) {
    test().unsubscribes(category);
  }

  /** The contact wants mails of this list from now on. */
  public void subscribes(String list) {
    test().subscribes(list);
  }

  /** Every mail of this template fails for good from now on. */
  public void mailFails(String template, String reason) {
    test().mailFails(template, reason);
  }

  /** Every mail is handed to this closure from now on; what it throws fails the mail for good. */
  public void provider(Closure<?> provider) {
    test().provider(provider::call);
  }

  /** Another text of the journey is released: {@link JourneyTest#changeScriptAt}. */
  public void changeScriptAt(String step, String source) {
    test().changeScriptAt(step, source);
  }

  /** The templates of the mails sent, in order. */
  public List<String> getSent() {
    return test().sent();
  }

  /** The mails sent, in order. */
  public List<Mail> getMails() {
    return test().mails();
  }

  /**
   * How the contact's newest enrolment stands: {@code active}, {@code waiting}, {@code completed},
   * {@code exited}, {@code failed}; {@code not entered} if there is none.
   */
  public String getStatus() {
    return test().status();
  }

  /** How the contact's newest enrolment under this key stands. */
  public String status(String key) {
    return test().status(key);
  }

  /** Why the contact's newest enrolment failed or exited; null for no reason. */
  public @Nullable String getReason() {
    return test().reason();
  }

  /** The label that the contact's newest enrolment reached last. */
  public @Nullable String getLabel() {
    return test().label();
  }

  /** Why triggers did not let a contact in, in order. */
  public List<String> getSkipReasons() {
    return test().skipReasons();
  }

  /** The names of the contact's events, in order. */
  public List<String> getHistory() {
    return test().history();
  }

  /** What happened, one line each. */
  public List<String> getTimeline() {
    return test().timeline();
  }

  /** The instant that it is now. */
  public Instant getNow() {
    return test().now();
  }

  /** What the runs on the way came to on the scripts of {@link #changeScriptAt}, by release. */
  public List<ReplayVerdict> getVerdicts() {
    return test().verdicts();
  }

  /**
   * Dies around every commit of the scenario so far: {@link JourneyTest#crashEverywhere}. Answers
   * true, so that it may stand as a condition.
   */
  public boolean crashEverywhere() {
    test().crashEverywhere();
    return true;
  }

  /**
   * Replays every journal of the scenario so far: {@link JourneyTest#replayEverywhere}. Answers
   * true, so that it may stand as a condition.
   */
  public boolean replayEverywhere() {
    test().replayEverywhere();
    return true;
  }

  /**
   * Lets every event of the scenario so far arrive twice: {@link JourneyTest#duplicateDeliveries}.
   * Answers true, so that it may stand as a condition.
   */
  public boolean duplicateDeliveries() {
    test().duplicateDeliveries();
    return true;
  }

  /** Records the newest journal of the contact for {@link RecordedJournals}. */
  public void record(Path directory, String name) {
    test().record(directory, name);
  }

  /** What was played; empty if nothing was. */
  Optional<JourneyTest> played() {
    return Optional.ofNullable(test).filter(JourneyTest::hasBegun);
  }

  private JourneyTest test() {
    if (test == null) {
      test = JourneyTest.of(journey());
    }
    return test;
  }
}
