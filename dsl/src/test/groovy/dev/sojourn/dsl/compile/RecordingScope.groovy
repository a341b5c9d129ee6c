package dev.sojourn.dsl.compile

import dev.sojourn.dsl.ContactView
import dev.sojourn.dsl.DigestResult
import dev.sojourn.dsl.EventView
import dev.sojourn.dsl.GuardScope
import dev.sojourn.dsl.HistoryScope
import dev.sojourn.dsl.JourneyHistory
import dev.sojourn.dsl.MailHistory
import dev.sojourn.dsl.EndResult
import dev.sojourn.dsl.JourneyHandle
import dev.sojourn.dsl.MailResult
import dev.sojourn.dsl.PastEvent
import dev.sojourn.dsl.RunScope
import dev.sojourn.dsl.ThrottleResult
import dev.sojourn.dsl.WaitResult
import dev.sojourn.dsl.WhenScope
import dev.sojourn.dsl.definition.Condition
import groovy.transform.TupleConstructor
import java.time.Duration
import java.time.Instant

/** A run that writes down what its script says and answers from a few settings. */
class RecordingScope implements RunScope {
  final List<String> said = []
  int turns = 0
  int turnLimit = Integer.MAX_VALUE
  Map<String, Object> known = [:]
  List<Condition> lastWhere
  WaitResult waited = new WaitResult(true, null, [:], null)

  ContactView getContact() { new Contact(known) }

  EventView getEvent() { new Event(known) }

  HistoryScope getHistory() { new History() }

  GuardScope getGuard() { { -> true } as GuardScope }

  WhenScope getWhen() { throw new UnsupportedOperationException('the core builds instants') }

  Instant date(Object value) { Instant.parse(value as String) }

  WaitResult waitForAny(Map<String, ?> options, String... events) { waitForEvent(options, events.join('|')) }

  WaitResult waitForChange(Map<String, ?> options, String property) { waitForEvent(options, "change of $property".toString()) }

  DigestResult digest(Map<String, ?> options) {
    said << "digest $options.window".toString()
    new DigestResult([], false, Instant.EPOCH)
  }

  ThrottleResult throttle(Map<String, ?> options) { new ThrottleResult(true, 0, options.limit as int) }

  String variant(String key, String... arms) { arms[0] }

  void trigger(String event) { trigger([:], event) }

  void trigger(Map<String, ?> options, String event) { said << "trigger $event ${options.get("properties") ?: [:]}".toString() }

  void setContact(Map<String, ?> properties) { said << "set $properties".toString() }

  Instant now() { Instant.EPOCH }

  MailResult sendEmail(String template) { sendEmail([:], template) }

  MailResult sendEmail(Map<String, ?> options, String template) {
    said << (options.subject == null ? "mail $template" : "mail $template: $options.subject").toString()
    new Sent()
  }

  void sleepFor(Duration time) { said << "sleep $time".toString() }

  void sleepFor(Map<String, ?> options, Duration time) { said << "sleep $time $options.label".toString() }

  void sleepUntil(Instant instant) { said << "until $instant".toString() }

  void sleepUntil(Map<String, ?> options, Instant instant) { said << "until $instant".toString() }

  WaitResult waitForEvent(Map<String, ?> options, String event) {
    said << "wait $event $options.timeout".toString()
    lastWhere = options.where as List<Condition>
    waited
  }

  List<Condition> where(List<Condition> conditions) { conditions }

  def <T> T once(String label, Closure<T> compute) { (T) kept(compute.call('key-' + label)) }

  void checkpoint(String label) { said << "checkpoint $label".toString() }

  void exit() { exit(null) }

  void exit(String reason) { throw new Ended(reason) }

  JourneyHandle startJourney(String journeyId) { startJourney([:], journeyId) }

  JourneyHandle startJourney(Map<String, ?> options, String journeyId) {
    said << "start $journeyId $options".toString()
    new Started()
  }

  void startOver() { startOver([:]) }

  void startOver(Map<String, ?> carry) { throw new Ended("over $carry") }

  Map<String, Object> getCarried() { [:] }

  void log(CharSequence message) { said << message.toString() }

  void turn() {
    if (++turns > turnLimit) {
      throw new Ended('too many turns')
    }
  }

  /** What the journal makes of a value. */
  static Object kept(Object value) {
    switch (value) {
      case CharSequence: return value.toString()
      case Long: return value == (value as int) ? value as int : value
      case Double: return value as BigDecimal
      case Map: return value.collectEntries { k, v -> [k.toString(), kept(v)] }.asImmutable()
      case Collection: return value.collect { kept(it) }.asImmutable()
      default: return value
    }
  }

  static class History implements HistoryScope {
    boolean hasEvent(String event) { event == 'known' }

    boolean hasEvent(Map<String, ?> options, String event) { event == 'known' }

    int countOf(String event) { 2 }

    int countOf(Map<String, ?> options, String event) { 1 }

    List<PastEvent> events(String event) { [] }

    List<PastEvent> events(Map<String, ?> options, String event) { [] }

    JourneyHistory journey(String journeyId) { new JourneyHistory(true, Instant.EPOCH, 1) }

    MailHistory email(String template) { new MailHistory(true, Instant.EPOCH, 1, true, false) }
  }

  static class Started implements JourneyHandle {
    boolean isEntered() { true }

    String getStatus() { 'active' }

    EndResult ended(Map<String, ?> options) { new EndResult(false, 'completed') }
  }

  static class Sent implements MailResult {
    final String status = 'sent'
    final String sendId = 's1'
    final Instant sentAt = Instant.EPOCH
    final String reason = null
    final boolean sent = true

    boolean opened(Map<String, ?> options) { true }

    boolean clicked(Map<String, ?> options) { false }
  }

  @TupleConstructor(includeFields = true)
  static class Contact implements ContactView {
    private final Map<String, Object> values

    String getId() { 'contact-1' }

    String getEmail() { 'ada@example.com' }

    Object get(String name) { this.@values.get(name) }
  }

  @TupleConstructor(includeFields = true)
  static class Event implements EventView {
    private final Map<String, Object> values

    String getEventName() { 'user.created' }

    Instant getOccurredAt() { Instant.EPOCH }

    Object get(String name) { this.@values.get(name) }
  }

  static class Ended extends RuntimeException {
    Ended(String reason) { super(reason) }
  }
}
