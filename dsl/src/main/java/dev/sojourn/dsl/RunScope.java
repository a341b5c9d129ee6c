package dev.sojourn.dsl;

import dev.sojourn.dsl.definition.Condition;
import groovy.lang.Closure;
import groovy.transform.NamedParam;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The words that say what a journey does: the bottom half of a script. */
public interface RunScope {
  /**
   * The contact as it is now: {@code contact.id}, {@code contact.email}, any property by its name.
   */
  ContactView getContact();

  /** The event that enrolled the contact: {@code event.plan} reads its property. */
  EventView getEvent();

  /** What happened to this contact before. */
  HistoryScope getHistory();

  /** The instant of this part of the run, the same in every replay. */
  Instant now();

  /** Sends one mail from a template, and goes on when the provider has it. */
  MailResult sendEmail(String template);

  /**
   * Sends one mail from a template, and goes on when the provider has it.
   *
   * @param options {@code subject}: instead of the template's; {@code props}: values for the
   *     template; {@code to}: another address than the contact's; {@code label}: name of this step
   */
  MailResult sendEmail(
      @NamedParam(value = "subject", type = CharSequence.class)
          @NamedParam(value = "props", type = Map.class)
          @NamedParam(value = "to", type = CharSequence.class)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options,
      String template);

  /** Waits this long; zero or less goes on at once. */
  void sleepFor(Duration time);

  /** Waits this long; {@code label} names the wait. */
  void sleepFor(
      @NamedParam(value = "label", type = CharSequence.class) Map<String, ?> options,
      Duration time);

  /** Waits until this instant; one in the past goes on at once. */
  void sleepUntil(Instant instant);

  /** Waits until this instant; {@code label} names the wait. */
  void sleepUntil(
      @NamedParam(value = "label", type = CharSequence.class) Map<String, ?> options,
      Instant instant);

  /**
   * Waits for the contact's next event of this name.
   *
   * @param options {@code timeout}: how long, required; {@code where}: conditions on its
   *     properties; {@code lookback}: also accept an event this long ago; {@code sameKey}: only an
   *     event that yields this run's key; {@code label}: name of the wait
   */
  WaitResult waitForEvent(
      @NamedParam(value = "timeout", type = Duration.class, required = true)
          @NamedParam(value = "where", type = List.class)
          @NamedParam(value = "lookback", type = Duration.class)
          @NamedParam(value = "sameKey", type = Boolean.class)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options,
      String event);

  /** Conditions on the properties of the incoming event; see {@link JourneyScope#where}. */
  List<Condition> where(List<Condition> conditions);

  /**
   * Computes a value once in this run and keeps it: the only place for calls to the outside. The
   * value is text, a number, a boolean, an instant, a duration, or lists and maps of these. The
   * closure is handed a key that stays the same when it must be repeated.
   */
  <T> T once(
      String label,
      @ClosureParams(value = SimpleType.class, options = "java.lang.String") Closure<T> compute);

  /** Marks a point of the journey that people see in the admin. */
  void checkpoint(String label);

  /** Ends the run here. */
  void exit();

  /** Ends the run here, with the reason people see in the admin. */
  void exit(String reason);

  /** Writes a line to the run's timeline and to the service's log. */
  void log(CharSequence message);

  /** Counts a turn of a loop; woven in by the compiler. */
  void turn();
}
