package dev.sojourn.dsl;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.EntryLimit;
import dev.sojourn.dsl.definition.OnRepeat;
import dev.sojourn.dsl.definition.OnStopped;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The words that say when a journey begins and ends: the top half of a script. */
public interface JourneyScope extends StoppedMails {
  /** The name people see; the id when absent. */
  void name(String name);

  /** What the journey is for, in a sentence. */
  void description(String description);

  /** A label of this state of the journey that people see, 1 to 64 characters. */
  void version(String version);

  /** Whether the journey takes new contacts; {@code true} when absent. */
  void enabled(boolean enabled);

  /** The event that enrols a contact. */
  void trigger(String event);

  /** The event that enrols a contact, if its properties fulfil every condition. */
  void trigger(String event, List<Condition> where);

  /**
   * The event that enrols a contact.
   *
   * @param options {@code where}: conditions on its properties
   */
  void trigger(
      @NamedParam(value = "where", type = List.class) Map<String, ?> options, String event);

  /**
   * The date on which a contact enters; when it moves, so does the entry, and a date that has
   * passed when it is set lets nobody in. The steps read the date as {@code event.renewsAt}, by the
   * name of its property, and the instant of the entry as {@code event.date}.
   *
   * @param options {@code on}: a property of the contact that holds a date, and how far before or
   *     after it in seconds, minutes, hours, days or weeks; {@code at}: the time of that day in the
   *     contact's zone
   */
  void trigger(
      @NamedParam(value = "on", type = Object.class)
          @NamedParam(value = "at", type = CharSequence.class)
          Map<String, ?> options);

  /**
   * How often one contact may enter; {@code once}, {@code oncePer(7.days)} or {@code unlimited}.
   */
  void entryLimit(EntryLimit limit);

  /** At most one enrolment of a contact, ever. */
  EntryLimit getOnce();

  /** At most one enrolment of a contact in any period of this length. */
  EntryLimit oncePer(Duration period);

  /** As many enrolments as there are triggers, one at a time. */
  EntryLimit getUnlimited();

  /**
   * The property of the trigger event that tells runs of one contact apart; one live run for each
   * of its values. Dots lead into nested objects.
   */
  void key(String property);

  /**
   * What a trigger does while a run of the same contact and key is live; {@code ignore} when
   * absent.
   */
  void onRepeat(OnRepeat repeat);

  /** Keeps the live run and refuses the new one. */
  OnRepeat getIgnore();

  /** Ends the live run and begins anew with the new event. */
  OnRepeat getRestart();

  /** Keeps the live run; when it has ended, the newest of the refused events begins another. */
  OnRepeat getQueue();

  /**
   * Leaves a share of the contacts alone, to compare the others with.
   *
   * @param options {@code percent}: how many in a hundred, 0 to 50, required; {@code salt}: other
   *     text, other people
   */
  void holdout(
      @NamedParam(value = "percent", type = Number.class, required = true)
          @NamedParam(value = "salt", type = CharSequence.class)
          Map<String, ?> options);

  /** The events any of which ends a live enrolment at once. */
  void exitOn(String... events);

  /** The event that ends a live enrolment if its properties fulfil every condition. */
  void exitOn(String event, List<Condition> where);

  /**
   * The event that ends a live enrolment.
   *
   * @param options {@code where}: conditions on its properties; {@code sameKey}: only for the run
   *     of the key that the event yields
   */
  void exitOn(
      @NamedParam(value = "where", type = List.class)
          @NamedParam(value = "sameKey", type = Boolean.class)
          Map<String, ?> options,
      String event);

  /**
   * The category of this journey's mails, which contacts may leave; {@code journey} when absent.
   */
  void category(String category);

  /** The least time between two mails of this journey to one address. */
  void suppress(Duration gap);

  /** The hours in which mails may go out, in the contact's zone: {@code '09:00', '21:00'}. */
  void sendBetween(String start, String end);

  /** The hours in which no mail goes out, in the contact's zone: {@code '22:00', '07:00'}. */
  void quietHours(String start, String end);

  /**
   * What becomes of a mail that may not go out now, but later could: {@code hold}, {@code skip} or
   * {@code leave}. When absent, one outside the hours is held and one too soon after another is
   * skipped.
   */
  void onStopped(OnStopped policy);

  /**
   * Which journey's mail goes first, and takes the place under caps and gaps, when several want to
   * go to one address at the same time: that of the larger number. A whole number from -100 to 100;
   * 0 when absent.
   */
  void priority(int rank);

  /**
   * Conditions on the properties of the event that arrives, all of which must hold. They are
   * written as a block, {@code where { plan == 'pro' && seats >= 50 }}; built, {@code
   * where(prop('plan').eq('pro'), prop('seats').gte(50))}; or as a literal, {@code
   * where([[property: 'plan', operator: 'eq', value: 'pro']])}. The compiler turns each of them
   * into the same data.
   */
  List<Condition> where(List<Condition> conditions);

  /** What the journey does, from top to bottom. */
  void steps(
      @DelegatesTo(value = RunScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body);
}
