package dev.sojourn.core.replay

import dev.sojourn.dsl.ContactView
import dev.sojourn.dsl.EventView
import dev.sojourn.dsl.RunScope
import dev.sojourn.dsl.compile.Script
import dev.sojourn.dsl.compile.Steps
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.EntryRule
import dev.sojourn.dsl.definition.JourneyDefinition
import dev.sojourn.dsl.definition.OnRepeat
import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.dsl.definition.Trigger
import java.time.Duration
import java.time.Instant

/** One run of a hand-made body, its journal crossing the codec at each commit. */
class Play {
  static final Instant START = Instant.parse('2026-03-01T09:00:00Z')

  Script script
  Journal journal = Journal.start(idAt(START))
  Instant now = START
  Map<String, Object> contact = [id: 'u1', email: 'ada@example.com']
  Map<String, Object> trigger = [plan: 'pro']
  String key = ''
  Mode mode = Mode.LIVE
  Set<String> past = []
  Map<Request.Read, Object> answers = [:]
  List<Effect> effects = []
  Outcome outcome
  int passes

  static Play of(@DelegatesTo(RunScope) Closure body) {
    new Play(script: script(body))
  }

  static Script script(Closure body) {
    Steps steps = { RunScope scope ->
      def copy = (Closure) body.clone()
      copy.resolveStrategy = Closure.DELEGATE_FIRST
      copy.delegate = scope
      copy.call()
    }
    scriptOf(steps)
  }

  static Script scriptOf(Steps steps) {
    def entry =
        new EntryRule(
            new Trigger('user.created', []), new EntryLimit.Unlimited(), null, OnRepeat.IGNORE)
    def definition =
        new JourneyDefinition(
            'trial', 'Trial', null, true, entry, [],
            new SendPolicy('journey', Duration.ZERO), ['welcome', 'nudge', 'after-welcome', 'used'])
    new Script('0' * 64, 'journeys/trial.groovy', '', definition, steps)
  }

  /** The first id of an event received at this instant. */
  static long idAt(Instant instant, int sequence = 0) {
    ((instant.toEpochMilli() - Instant.parse('2025-01-01T00:00:00Z').toEpochMilli()) << 22) + sequence
  }

  Segment segment() {
    def properties = contact
    def event = trigger
    def view = new ContactView() {
          String getId() { properties.id }

          String getEmail() { properties.email }

          Object get(String name) { properties[name] }
        }
    def entered = new EventView() {
          String getEventName() { 'user.created' }

          Instant getOccurredAt() { START }

          Object get(String name) { event[name] }
        }
    new Segment(now, 7L, view, entered, 'run-1', key)
  }

  Pass pass() {
    passes++
    Replay.next(script, journal, segment(), mode)
  }

  /** Passes until the run parks or ends; then the segment is committed. */
  Play go() {
    while (true) {
      def pass = pass()
      journal = journal.plus(pass.newEntries())
      effects.addAll(pass.effects())
      outcome = pass.outcome()
      if (outcome instanceof Outcome.Needs && outcome.request() instanceof Request.Read) {
        journal = journal.answered(answer(outcome.request()))
      } else {
        return this
      }
    }
  }

  private Object answer(Request.Read asked) {
    if (asked instanceof Request.HasEvent) {
      return asked.event() in past
    }
    assert answers.containsKey(asked)
    answers[asked]
  }

  /** Drops everything but what is stored. */
  Play restart() {
    def labels = script.definition().labels()
    def segments = journal.segments() + (journal.pending() ? [journal.pending()] : [])
    def stored = segments.collect { JournalCodec.encode(it, labels) }
    journal = Journal.of(journal.generation(), idAt(START), stored.collect { JournalCodec.decode(1, it, labels) })
    this
  }

  /** Commits the end of a generation and begins the next, from what is stored. */
  Play startOver() {
    assert outcome instanceof Outcome.StartsOver
    journal = journal.startOver(outcome.carried())
    restart().go()
  }

  Play resume(Cause cause) {
    def resumed = journal.resume(cause)
    assert resumed instanceof Resumed.Ended
    journal = resumed.journal()
    go()
  }

  /** Moves the clock to the open deadline and takes the run up. */
  Play timeOut() {
    now = need().deadline()
    resume(new Cause.Looked(now))
  }

  Play mailSent(String status = 'sent', String reason = null) {
    resume(new Cause.MailSettled(status, 'send-1', status == 'sent' ? now : null, reason))
  }

  Play arrives(String name, Map properties = [:], Instant at = now) {
    resume(arrival(name, properties, at))
  }

  Cause.Arrived arrival(String name, Map properties = [:], Instant at = now, String key = null) {
    new Cause.Arrived(idAt(at, 1), name, at, properties, key)
  }

  Request need() {
    assert outcome instanceof Outcome.Needs
    outcome.request()
  }

  String getFailure() {
    assert outcome instanceof Outcome.Failed
    outcome.message()
  }

  List<Entry> getEntries() {
    journal.segments().flatten() + journal.pending()
  }
}
