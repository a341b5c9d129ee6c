package dev.sojourn.dsl;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.OnStopped;
import groovy.lang.Closure;
import groovy.transform.NamedParam;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words that say what a journey does: the bottom half of a script. */
public interface RunScope extends StoppedMails, Weekdays {
  /** The event that tells of changed properties of a contact. */
  String CONTACT_CHANGED = "contact:changed";

  /**
   * The contact as it is now: {@code contact.id}, {@code contact.email}, any property by its name.
   */
  ContactView getContact();

  /** The event that enrolled the contact: {@code event.plan} reads its property. */
  EventView getEvent();

  /** What happened to this contact before. */
  HistoryScope getHistory();

  /** What the contact wants now. */
  GuardScope getGuard();

  /** The instant of this part of the run, the same in every replay. */
  Instant now();

  /** Instants of days and times in the contact's zone: {@code when.next(monday).at('09:00')}. */
  WhenScope getWhen();

  /**
   * The instant of a date in a property: {@code date(contact.renewsAt)}. It is ISO text; without an
   * offset it is read in the contact's zone, without a time it is the beginning of the day.
   */
  Instant date(@Nullable Object value);

  /** Sends one mail from a template, and goes on when the provider has it. */
  MailResult sendEmail(String template);

  /**
   * Sends one mail from a template, and goes on when the provider has it.
   *
   * @param options {@code subject}: instead of the template's; {@code props}: values for the
   *     template; {@code to}: another address than the contact's; {@code onStopped}: what to do
   *     when it may not go out now, instead of the journey's; {@code label}: name of this step
   */
  MailResult sendEmail(
      @NamedParam(value = "subject", type = CharSequence.class)
          @NamedParam(value = "props", type = Map.class)
          @NamedParam(value = "to", type = CharSequence.class)
          @NamedParam(value = "onStopped", type = OnStopped.class)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options,
      String template);

  /** Waits this long; zero or less goes on at once. */
  void sleepFor(Duration time);

  /**
   * Waits this long; zero or less goes on at once.
   *
   * @param options {@code label}: name of the wait
   */
  void sleepFor(
      @NamedParam(value = "label", type = CharSequence.class) Map<String, ?> options,
      Duration time);

  /** Waits until this instant; one in the past goes on at once. */
  void sleepUntil(Instant instant);

  /**
   * Waits until this instant; one in the past goes on at once.
   *
   * @param options {@code label}: name of the wait
   */
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

  /**
   * Waits for the first of several events; the result names the one that came.
   *
   * @param options {@code timeout}: how long, required; {@code where}: conditions on the properties
   *     of whichever comes; {@code lookback}: also accept an event this long ago; {@code label}:
   *     name of the wait
   */
  WaitResult waitForAny(
      @NamedParam(value = "timeout", type = Duration.class, required = true)
          @NamedParam(value = "where", type = List.class)
          @NamedParam(value = "lookback", type = Duration.class)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options,
      String... events);

  /**
   * Waits until a property of the contact changes; {@code properties} of the result holds its new
   * value.
   *
   * @param options {@code timeout}: how long, required; {@code label}: name of the wait
   */
  WaitResult waitForChange(
      @NamedParam(value = "timeout", type = Duration.class, required = true)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options,
      String property);

  /**
   * Gathers the contact's events over a window, then goes on with all of them. What a digest of the
   * trigger's events gathered, no later one gathers again; those that come after its window begin
   * the next run when this one has completed.
   *
   * @param options {@code window}: how long, required; {@code event}: which, the trigger's when
   *     absent; {@code where}: conditions on their properties; {@code maxEvents}: how many at most,
   *     100 when absent and 500 at most; {@code lookback}: also those this long before the window,
   *     15 minutes when absent, and the trigger in any case; {@code label}: name of this step
   */
  DigestResult digest(
      @NamedParam(value = "window", type = Duration.class, required = true)
          @NamedParam(value = "event", type = CharSequence.class)
          @NamedParam(value = "where", type = List.class)
          @NamedParam(value = "maxEvents", type = Integer.class)
          @NamedParam(value = "lookback", type = Duration.class)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options);

  /**
   * Looks whether one more mail keeps to a limit; sends nothing and reserves nothing.
   *
   * @param options {@code limit}: how many mails, 1 or more, required; {@code window}: in how long,
   *     required; {@code category}: of this category only; {@code label}: name of this step
   */
  ThrottleResult throttle(
      @NamedParam(value = "limit", type = Integer.class, required = true)
          @NamedParam(value = "window", type = Duration.class, required = true)
          @NamedParam(value = "category", type = CharSequence.class)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options);

  /**
   * The arm of a test that the contact is in: the same for this contact, journey and key at any
   * time, all arms equally likely.
   */
  String variant(String key, String... arms);

  /** Lets an event of the contact happen; it is taken in like one from outside. */
  void trigger(String event);

  /**
   * Lets an event of the contact happen; it is taken in like one from outside.
   *
   * @param options {@code properties}: its properties; {@code value}: what it is worth; {@code
   *     currency}: in which currency; {@code label}: name of this step
   */
  void trigger(
      @NamedParam(value = "properties", type = Map.class)
          @NamedParam(value = "value", type = Number.class)
          @NamedParam(value = "currency", type = CharSequence.class)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options,
      String event);

  /**
   * Starts another journey for the contact, by its guards but not by its trigger, and goes on when
   * it is known whether the contact entered.
   */
  JourneyHandle startJourney(String journeyId);

  /**
   * Starts another journey for the contact, by its guards but not by its trigger, and goes on when
   * it is known whether the contact entered.
   *
   * @param options {@code properties}: those of the event by which the contact enters; {@code
   *     label}: name of this step
   */
  JourneyHandle startJourney(
      @NamedParam(value = "properties", type = Map.class)
          @NamedParam(value = "label", type = CharSequence.class)
          Map<String, ?> options,
      String journeyId);

  /** Sets properties of the contact: {@code setContact plan: 'pro'}; null deletes one. */
  void setContact(@AnyName Map<String, ?> properties);

  /**
   * Conditions, all of which must hold, to give to a word by a name of their own. They are written
   * as a block, {@code where { plan == 'pro' && seats >= 50 }}; built, {@code
   * where(prop('plan').eq('pro'), prop('seats').gte(50))}; or as a literal, {@code
   * where([[property: 'plan', operator: 'eq', value: 'pro']])}.
   */
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

  /** Begins the steps anew in this run. */
  void startOver();

  /**
   * Begins the steps anew in this run, with an empty journal; for loops without end. The values
   * given by name are there as {@code carried}: {@code startOver week: week + 1}. They are text,
   * numbers, booleans, instants, durations, and lists and maps of these, 64 KB in all. Between two
   * of them the run must wait: after 100 without a wait it fails. A run begins anew 32 767 times at
   * the most: each day for 89 years, each minute for three weeks.
   */
  void startOver(@AnyName Map<String, ?> carry);

  /** What {@code startOver} carried over: {@code carried.week}; empty in the first round. */
  Map<String, @Nullable Object> getCarried();

  /** Writes a line to the run's timeline and to the service's log. */
  void log(CharSequence message);

  /** Counts a turn of a loop; woven in by the compiler. */
  void turn();
}
