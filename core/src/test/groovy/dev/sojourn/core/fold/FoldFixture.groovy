package dev.sojourn.core.fold

import dev.sojourn.dsl.definition.Condition.Operator
import dev.sojourn.dsl.definition.Condition.Property
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.EntryRule
import dev.sojourn.dsl.definition.ExitRule
import dev.sojourn.dsl.definition.Holdout
import dev.sojourn.dsl.definition.JourneyDefinition
import dev.sojourn.dsl.definition.OnRepeat
import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.dsl.definition.Trigger
import java.time.Duration
import java.time.Instant

/** Words for the state and the events of one contact. */
trait FoldFixture {

  static final Instant START = Instant.parse('2025-06-01T12:00:00Z')

  static Instant at(long second) {
    START + Duration.ofSeconds(second)
  }

  /** An event taken in as many seconds after the start as its id says. */
  static Fact event(Map scalars = [:], String name, long id, Map paths = [:]) {
    new Fact(id, name, at(id), at(id), scalars, paths)
  }

  /** An event that yields keys. */
  static Fact keyed(Map paths, String name, long id) {
    event([:], name, id, paths)
  }

  static JourneyDefinition journey(Map options = [:], String id) {
    def trigger = new Trigger(options.on ?: 'signup', where(options.where))
    def entry = new EntryRule(
        trigger, options.limit ?: new EntryLimit.Unlimited(), options.key, options.onRepeat ?: OnRepeat.IGNORE, options.holdout ?: Holdout.NONE)
    new JourneyDefinition(
        id, id, null, options.enabled != false, entry, options.exits ?: [],
        new SendPolicy('journey', Duration.ZERO), [])
  }

  static ExitRule exit(Map options = [:], String event) {
    new ExitRule(event, where(options.where), options.sameKey ?: false)
  }

  static OpenWait waitFor(Map options = [:], String event) {
    new OpenWait([event], where(options.where), options.sameKey ?: false, at(options.until ?: 1000))
  }

  static LiveRun run(Map options = [:], long id, JourneyDefinition journey) {
    new LiveRun(id, options.key ?: '', journey, at(options.entered ?: -10), options.waits)
  }

  static Subject subject(Map options = [:]) {
    new Subject(
        'u1', options.live ?: [], options.queued ?: [], options.last ?: [:], options.unsubscribed ?: false,
        (options.off ?: []) as Set)
  }

  static where(Map equal) {
    (equal ?: [:]).collect { name, value -> new Property(name, Operator.EQ, value) }
  }
}
