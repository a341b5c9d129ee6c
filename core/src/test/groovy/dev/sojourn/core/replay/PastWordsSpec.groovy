package dev.sojourn.core.replay

import dev.sojourn.dsl.JourneyHistory
import dev.sojourn.dsl.MailHistory
import dev.sojourn.dsl.PastEvent
import dev.sojourn.dsl.compile.Script
import dev.sojourn.dsl.definition.Condition
import dev.sojourn.dsl.definition.EntryRule
import dev.sojourn.dsl.definition.JourneyDefinition
import dev.sojourn.dsl.definition.Trigger
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** The words that ask about the past: each asks once, and a replay answers from the journal. */
class PastWordsSpec extends Specification {
  static final DAY = Duration.ofDays(1)
  static final YESTERDAY = Play.START - DAY
  static final PRO = new Condition.Property('plan', Condition.Operator.EQ, 'pro')

  def "#name asks once and says '#said' in every replay"() {
    given:
    def play = Play.of {
      checkpoint word.call(delegate).toString()
      sleepFor Duration.ofDays(1)
      checkpoint 'end'
    }
    play.answers = [(question): answer]

    when:
    play.go()

    then:
    play.effects == [new Effect.Checkpoint(said)]

    when: 'nothing answers any more'
    play.answers = [:]
    play.restart().timeOut()

    then:
    play.outcome == new Outcome.Finished()
    play.effects == [new Effect.Checkpoint(said), new Effect.Checkpoint('end')]

    when: 'the script asks for something else there'
    play.restart().script = Play.script { sleepFor Duration.ofDays(1) }
    play.pass().outcome().with { play.outcome = it }

    then:
    play.failure.contains("journal has $name at step 1, the script asks for sleep 'sleep'")

    where:
    name                        | word                                                   | question                                                                   | answer                                                         || said
    "history.countOf 'used'"    | { it.history.countOf('used') }                         | new Request.CountEvents('used', null)                                      | 3L                                                             || '3'
    "history.countOf 'used'"    | { it.history.countOf('used', within: DAY) }            | new Request.CountEvents('used', YESTERDAY)                                 | 0L                                                             || '0'
    "history.events 'used'"     | { it.history.events('used')*.occurredAt }              | new Request.ListEvents('used', null, null, [], 50, true, true)             | Pasts.events([past(2), past(1)])                               || '[2026-03-01T09:02:00Z, 2026-03-01T09:01:00Z]'
    "history.events 'used'"     | { it.history.events('used', limit: 1, within: DAY)*.properties } | new Request.ListEvents('used', YESTERDAY, null, [], 1, true, true) | Pasts.events([past(1)])                                       || '[[n:1, half:0.5, none:null]]'
    "history.journey 'welcome'" | { it.history.journey('welcome').with { "$completed $lastCompletedAt $entryCount" } } | new Request.PastJourney('welcome') | Pasts.journey(new JourneyHistory(true, YESTERDAY, 2))        || 'true 2026-02-28T09:00:00Z 2'
    "history.journey 'welcome'" | { it.history.journey('welcome').with { "$completed $lastCompletedAt $entryCount" } } | new Request.PastJourney('welcome') | Pasts.journey(new JourneyHistory(false, null, 0))            || 'false null 0'
    "history.email 'nudge'"     | { it.history.email('nudge').with { "$sent $lastSentAt $count $opened $clicked" } } | new Request.PastMails('nudge')                          | Pasts.mails(new MailHistory(true, YESTERDAY, 4, false, true))               || 'true 2026-02-28T09:00:00Z 4 false true'
    "guard 'isSubscribed'"      | { it.guard.isSubscribed() }                            | new Request.Subscribed()                                                   | false                                                          || 'false'
    "throttle 'throttle'"       | { it.throttle(limit: 2, window: DAY).with { "$allowed $count $remaining" } } | new Request.CountMails(YESTERDAY, null)              | 1L                                                             || 'true 1 1'
    "throttle 'calm'"           | { it.throttle(limit: 2, window: DAY, category: 'news', label: 'calm').with { "$allowed $count $remaining" } } | new Request.CountMails(YESTERDAY, 'news') | 5L                 || 'false 5 0'
  }

  def "throttle at its limit allows none"() {
    given:
    def play = Play.of { checkpoint throttle(limit: 2, window: DAY).allowed.toString() }
    play.answers = [(new Request.CountMails(YESTERDAY, null)): 2L]

    expect:
    play.go().journal.label() == 'false'
  }

  def "#code takes #what"() {
    expect:
    Play.of(code).go().failure.contains(what)

    where:
    code                                         || what
    ({ history.events 'used', limit: 0 })        || "'history.events' takes 1 to 200 as 'limit', not 0"
    ({ history.events 'used', limit: 201 })      || "'history.events' takes 1 to 200 as 'limit', not 201"
    ({ throttle limit: 0, window: DAY })         || "'throttle' takes 1 to 2147483647 as 'limit', not 0"
    ({ throttle limit: 1, window: Duration.ZERO }) || "'throttle' needs 'window:', a duration longer than zero, not 'PT0S'"
    ({ digest window: Duration.ZERO })           || "'digest' needs 'window:', a duration longer than zero, not 'PT0S'"
    ({ digest window: DAY, maxEvents: 501 })     || "'digest' takes 1 to 500 as 'maxEvents', not 501"
  }

  def "a digest gathers for its whole window, then asks for one event more than it takes"() {
    given:
    def play = Play.of {
      def digest = digest window: DAY, maxEvents: 2
      checkpoint digest.with { "$count $truncated $flushedAt ${events*.properties*.n}".toString() }
      sleepFor DAY
    }
    def question = new Request.ListEvents(
        'user.created', Play.START - Duration.ofMinutes(15), Play.START + DAY, [], 3, false, false)

    when:
    play.go()

    then:
    play.need() == new Request.Sleep('user.created', Play.START + DAY)

    when:
    play.answers = [(question): Pasts.events((1..found).collect { past(it) })]
    play.restart().timeOut()

    then:
    play.effects == [new Effect.Checkpoint(said)]

    when:
    play.answers = [:]
    play.restart().timeOut()

    then:
    play.outcome == new Outcome.Finished()

    where:
    found || said
    1     || '1 false 2026-03-02T09:00:00Z [1]'
    2     || '2 false 2026-03-02T09:00:00Z [1, 2]'
    3     || '2 true 2026-03-02T09:00:00Z [1, 2]'
  }

  def "a digest of #given asks for #event where #where"() {
    given:
    def play = Play.of { digest([window: DAY] + given) }
    def definition = play.script.definition()
    play.script = withTrigger(play.script, [PRO])

    when:
    play.go().answers = [(new Request.ListEvents(event, Play.START - back, Play.START + DAY, where, 101, false, false)): []]
    play.restart().timeOut()

    then:
    play.outcome == new Outcome.Finished()
    definition.entry().trigger().where() == []

    where:
    given                             || event          | where | back
    [:]                               || 'user.created' | [PRO] | Duration.ofMinutes(15)
    [lookback: Duration.ofHours(2)]   || 'user.created' | [PRO] | Duration.ofHours(2)
    [lookback: Duration.ZERO]         || 'user.created' | [PRO] | Duration.ZERO
    [event: 'used']                   || 'used'         | []    | Duration.ofMinutes(15)
    [where: [not(PRO)]]               || 'user.created' | [not(PRO)] | Duration.ofMinutes(15)
  }

  def "a digest looks back to the event that began the run, however old, and the next one to where it ended"() {
    given:
    def play = Play.of {
      sleepFor DAY
      digest window: DAY
      digest window: DAY, lookback: Duration.ofDays(9), label: 'again'
    }
    def first = new Request.ListEvents('user.created', Play.START, Play.START + DAY.multipliedBy(2), [], 101, false, false)
    def second = new Request.ListEvents(
        'user.created', null, Play.START + DAY.multipliedBy(3), [], 101, false, false, EventIds.lastOf(Play.START + DAY.multipliedBy(2)))

    when:
    play.answers = [(first): [], (second): []]
    play.go().timeOut().timeOut().timeOut()

    then:
    play.outcome == new Outcome.Finished()
    play.restart().pass().outcome() == new Outcome.Finished()
  }

  def "the digest of a run that follows another begins with its own event, whenever that happened"() {
    given:
    def play = Play.of { digest window: DAY }
    def trigger = Play.idAt(Play.START)
    play.journal = Journal.follow(trigger, trigger + 5)
    play.answers = [(new Request.ListEvents(
        'user.created', null, Play.START + DAY, [], 101, false, false, trigger - 1)): []]

    expect:
    play.go().timeOut().outcome == new Outcome.Finished()
    play.journal.gathered().asLong == EventIds.lastOf(Play.START + DAY)
  }

  def "events that one value cannot hold are left out, and a digest says so"() {
    given: 'a thousand bytes each'
    def many = (1..100).collect { new PastEvent('used', Play.START, [n: it, text: 'x' * 960]) }

    when:
    def answer = Pasts.events(many)

    then:
    Pasts.isCut(answer)
    Pasts.toEvents(answer)*.properties()*.n == (1..64)
    Values.bytes(Values.plain(answer)) <= 64 * 1024

    when:
    def play = Play.of {
      def digest = digest window: DAY, maxEvents: 99
      checkpoint "$digest.count $digest.truncated".toString()
    }
    play.go().answers = [
        (new Request.ListEvents('user.created', Play.START - Duration.ofMinutes(15), Play.START + DAY, [], 100, false, false)): answer]
    play.restart().timeOut()

    then:
    play.journal.label() == '64 true'
  }

  def "answers count towards what a journal may hold"() {
    given:
    def play = Play.of {
      20.times { history.events('used') }
    }
    play.answers = [
        (new Request.ListEvents('used', null, null, [], 50, true, true)):
            Pasts.events((1..60).collect { new PastEvent('used', Play.START, [text: 'x' * 960]) })]

    expect:
    play.go().failure.contains('a journal holds at most 1000000 bytes')
    play.journal.bytes() > 900_000
  }

  private static Condition not(Condition condition) {
    new Condition.Not(condition)
  }

  private static Script withTrigger(Script script, List<Condition> where) {
    def old = script.definition()
    def entry = new EntryRule(
        new Trigger('user.created', where), old.entry().limit(), null, old.entry().onRepeat())
    def definition = new JourneyDefinition(
        old.id(), old.name(), null, true, entry, old.exits(), old.sending(), old.labels())
    new Script('0' * 64, 'journeys/trial.groovy', '', definition, script.steps())
  }

  private static PastEvent past(int n) {
    new PastEvent('used', Play.START.plusSeconds(60 * n), [n: n, half: 0.5, none: null])
  }
}
