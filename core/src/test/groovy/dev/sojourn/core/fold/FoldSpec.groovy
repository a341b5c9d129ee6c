package dev.sojourn.core.fold

import dev.sojourn.core.admission.Reason
import dev.sojourn.core.fold.Change.Enrol
import dev.sojourn.core.fold.Change.Exit
import dev.sojourn.core.fold.Change.Match
import dev.sojourn.core.fold.Change.NearMiss
import dev.sojourn.core.fold.Change.Refuse
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.JourneyDefinition
import java.time.Duration
import spock.lang.Specification

class FoldSpec extends Specification implements FoldFixture {

  def "a trigger enrols"() {
    given:
    def welcome = journey('welcome')

    when:
    def changes = fold(subject(), [event('signup', 1)], [welcome])

    then:
    changes*.class == [Enrol]
    changes[0].journey() == welcome
    changes[0].key() == ''
    changes[0].run().id() < 0
    changes[0].run().enteredAt() == at(1)
  }

  def "an event that nobody is waiting for changes nothing"() {
    expect:
    fold(subject(live: [run(1, journey('welcome'))]), [event('page.viewed', 1)], []) == []
  }

  def "exits come before waits, waits before enrolments"() {
    given:
    def gone = journey('gone', exits: [exit('order')])
    def asks = journey('asks')
    def thanks = journey('thanks', on: 'order')
    def state = subject(live: [run(1, asks, waits: waitFor('order')), run(2, gone)])

    expect:
    fold(state, [event('order', 1)], [thanks])*.class == [Exit, Match, Enrol]
  }

  def "a run that leaves is not woken by the same event"() {
    given:
    def nudge = journey('nudge', exits: [exit('order')])
    def live = run(1, nudge, waits: waitFor('order'))

    expect:
    fold(subject(live: [live]), [event('order', 1)], []) == [new Exit(event('order', 1), live, true)]
  }

  def "a run may leave and the contact enter again by one event"() {
    given:
    def loop = journey('loop', on: 'signup', exits: [exit('signup')])

    expect:
    fold(subject(live: [run(1, loop)]), [event('signup', 1)], [loop])*.class == [Exit, Enrol]
  }

  def "the event that enrols never ends its own enrolment, the next one may"() {
    given:
    def loop = journey('loop', on: 'signup', exits: [exit('signup'), exit('stop')])

    when:
    def changes = fold(subject(), [event('signup', 1), event('stop', 2), event('stop', 3)], [loop])

    then:
    changes*.class == [Enrol, Exit]
    changes[1].event().id() == 2
    changes[1].run() == changes[0].run()
  }

  def "an exit rule that asks for more than the name: #outcome"() {
    given:
    def trial = journey('trial', exits: [exit('plan', where: [to: 'pro']), exit('plan', where: [to: 'max'])])
    def live = run(1, trial)

    expect:
    fold(subject(live: [live]), [event('plan', 1, to: to)], []) ==
        [new Exit(event('plan', 1, to: to), live, exits)]

    where:
    to     || exits
    'pro'  || true
    'max'  || true
    'free' || false

    outcome = exits ? "'$to' leaves" : "'$to' stays"
  }

  def "sameKey: only the run of the event's key leaves"() {
    given:
    def cart = journey('cart', on: 'cart', key: 'orderId', exits: [exit('order', sameKey: true)])
    def seven = run(7, cart, key: '7')
    def eight = run(8, cart, key: '8')

    when:
    def changes = fold(subject(live: [seven, eight]), [keyed('order', 1, orderId: '8')], [])

    then:
    changes.collect { [it.run(), it.exits()] } == [[seven, false], [eight, true]]
  }

  def "a wait until second 10 and an event taken in at second #second: #outcome"() {
    given:
    def live = run(1, journey('asks'), waits: waitFor('paid', until: 10))

    expect:
    fold(subject(live: [live]), [event('paid', second)], [])*.class == changes

    where:
    second || changes
    9      || [Match]
    10     || [Match]
    11     || []

    outcome = changes ? 'woken' : 'too late'
  }

  def "a run that was woken no longer waits for the next event of the batch"() {
    given:
    def live = run(1, journey('asks'), waits: waitFor('paid'))

    expect:
    fold(subject(live: [live]), [event('paid', 1), event('paid', 2)], []) ==
        [new Match(event('paid', 1), live)]
  }

  def "a run that was woken can still be ended by a later event of the batch"() {
    given:
    def live = run(1, journey('asks', exits: [exit('stop')]), waits: waitFor('paid'))

    when:
    def changes = fold(subject(live: [live]), [event('paid', 1), event('stop', 2)], [])

    then:
    changes*.class == [Match, Exit]
    changes[1].run().id() == 1
    changes[1].run().openWait() == null
  }

  def "an event of the right name that does not fulfil a wait is a near miss, and the wait goes on"() {
    given:
    def live = run(1, journey('asks'), waits: waitFor('paid', where: [plan: 'pro']))
    def events = [event('paid', 1, plan: 'free'), event('paid', 2, plan: 'pro')]

    expect:
    fold(subject(live: [live]), events, []) ==
        [new NearMiss(events[0], live, [plan: 'free']), new Match(events[1], live)]
  }

  def "a near miss by its key says which key came"() {
    given:
    def cart = journey('cart', on: 'cart', key: 'orderId')
    def live = run(1, cart, key: '7', waits: waitFor('paid', sameKey: true))

    when:
    def changes = fold(
        subject(live: [live]), [keyed('paid', 1, orderId: '8'), keyed('paid', 2, orderId: '7')], [])

    then:
    changes*.class == [NearMiss, Match]
    changes[0].compared() == [orderId: '8']
  }

  def "a second trigger in one batch finds the first one's enrolment: #reason"() {
    given:
    def welcome = journey('welcome', limit: limit)

    when:
    def changes = fold(subject(), [event('signup', 1), event('signup', 2)], [welcome])

    then:
    changes*.class == [Enrol, Refuse]
    changes[1].reason() == reason
    changes[1].journeyId() == 'welcome'

    where:
    limit                                     || reason
    new EntryLimit.Unlimited()                || Reason.ALREADY_ACTIVE
    new EntryLimit.Once()                     || Reason.ALREADY_ENTERED_ONCE
    new EntryLimit.OncePer(Duration.ofDays(1)) || Reason.PERIOD_NOT_ELAPSED
  }

  def "keyed runs live side by side, one for each key"() {
    given:
    def cart = journey('cart', on: 'cart', key: 'orderId')
    def events = [keyed('cart', 1, orderId: '7'), keyed('cart', 2, orderId: '8'),
                  keyed('cart', 3, orderId: '7'), event('cart', 4)]

    when:
    def changes = fold(subject(), events, [cart])

    then:
    changes*.class == [Enrol, Enrol, Refuse, Refuse]
    changes.take(2)*.key() == ['7', '8']
    changes.take(2)*.run()*.id().toSet().size() == 2
    changes.drop(2)*.reason() == [Reason.ALREADY_ACTIVE, Reason.KEY_MISSING]
  }

  def "a live run counts as an entry even when the entries do not name it"() {
    given:
    def welcome = journey('welcome', limit: new EntryLimit.Once())

    expect:
    fold(subject(live: [run(1, welcome)]), [event('signup', 1)], [welcome])*.reason() ==
        [Reason.ALREADY_ENTERED_ONCE]
  }

  def "guards read the newest definition, exits the pinned one"() {
    given:
    def old = journey('welcome', exits: [exit('stop')])
    def renewed = journey('welcome', enabled: false)

    when:
    def changes = fold(subject(live: [run(1, old)]), [event('stop', 1), event('signup', 2)], [renewed])

    then:
    changes*.class == [Exit, Refuse]
    changes[1].reason() == Reason.JOURNEY_DISABLED
  }

  def "a contact that wants no mail, or a journey that is switched off: #reason"() {
    expect:
    fold(subject(state), [event('signup', 1)], [journey('welcome')])*.reason() == [reason]

    where:
    state                || reason
    [unsubscribed: true] || Reason.USER_UNSUBSCRIBED
    [off: ['welcome']]   || Reason.JOURNEY_DISABLED_BY_ADMIN
  }

  static List<Change> fold(Subject subject, List<Fact> events, List<JourneyDefinition> journeys) {
    Fold.apply(subject, events) { name -> journeys.findAll { it.entry().trigger().event() == name } }
  }
}
