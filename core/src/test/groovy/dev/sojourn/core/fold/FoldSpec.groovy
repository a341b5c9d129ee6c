package dev.sojourn.core.fold

import dev.sojourn.core.admission.Reason
import dev.sojourn.core.fold.Change.Enrol
import dev.sojourn.core.fold.Change.Exit
import dev.sojourn.core.fold.Change.Follow
import dev.sojourn.core.fold.Change.HoldOut
import dev.sojourn.core.fold.Change.Match
import dev.sojourn.core.fold.Change.NearMiss
import dev.sojourn.core.fold.Change.Queue
import dev.sojourn.core.fold.Change.Refuse
import dev.sojourn.core.fold.Change.Replace
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.Holdout
import dev.sojourn.dsl.definition.JourneyDefinition
import dev.sojourn.dsl.definition.OnRepeat
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

  def "an event that starts a journey asks its guards, but not the conditions of its trigger"() {
    given:
    def tour = journey('tour', on: 'user.created', where: [plan: 'pro'])

    expect:
    fold(subject(), [event('start:tour', 1)], [tour])*.class == [Enrol]
    fold(subject(), [event('user.created', 1)], [tour])[0].reason() == Reason.TRIGGER_CONDITIONS_NOT_MET
    fold(subject(live: [run(1, tour)]), [event('start:tour', 1)], [tour])[0].reason() == Reason.ALREADY_ACTIVE
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

  def "onRepeat restart: a trigger ends the live run of its key and begins it anew"() {
    given:
    def cart = journey('cart', on: 'cart', key: 'orderId', onRepeat: OnRepeat.RESTART)
    def seven = run(7, cart, key: '7')
    def eight = run(8, cart, key: '8')

    when:
    def changes = fold(
        subject(live: [seven, eight]), [keyed('cart', 1, orderId: '8'), keyed('cart', 2, orderId: '8')], [cart])

    then:
    changes*.class == [Replace, Enrol, Replace, Enrol]
    changes[0].run() == eight
    changes[2].run() == changes[1].run()
    changes[3].run().id() != changes[1].run().id()
  }

  def "onRepeat restart keeps to the limits of the journey first"() {
    given:
    def once = journey('welcome', limit: new EntryLimit.Once(), onRepeat: OnRepeat.RESTART)

    expect:
    fold(subject(live: [run(1, once)]), [event('signup', 1)], [once])*.reason() ==
        [Reason.ALREADY_ENTERED_ONCE]
  }

  def "onRepeat queue: the newest trigger enters when the live run leaves, once"() {
    given:
    def loop = journey('loop', exits: [exit('stop')], onRepeat: OnRepeat.QUEUE)
    def live = run(1, loop)
    def events = [event('signup', 1), event('signup', 2), event('stop', 3), event('stop', 4), event('signup', 5)]

    when:
    def changes = fold(subject(live: [live]), events, [loop])

    then:
    changes*.class == [Queue, Queue, Exit, Follow, Exit, Enrol]
    changes.take(2)*.run() == [live, live]
    changes[3].queued() == new Queued(loop, '', 2)
    changes[3].event().id() == 3
    changes[3].run().enteredAt() == at(3)
    changes[4].run() == changes[3].run()
  }

  def "what waited before the batch enters too, and only for its own key"() {
    given:
    def cart = journey('cart', key: 'orderId', exits: [exit('paid', sameKey: true)], onRepeat: OnRepeat.QUEUE)
    def live = [run(7, cart, key: '7'), run(8, cart, key: '8')]
    def queued = [new Queued(cart, '7', -1), new Queued(cart, '8', -2)]

    when:
    def changes = fold(subject(live: live, queued: queued), [keyed('paid', 1, orderId: '8')], [])

    then:
    changes.collect { it.class } == [Exit, Exit, Follow]
    changes[2].queued() == queued[1]
  }

  def "the event that ends a run does not end the one that follows it, but may queue another"() {
    given:
    def swing = journey('swing', exits: [exit('signup')], onRepeat: OnRepeat.QUEUE)
    def state = subject(live: [run(1, swing)], queued: [new Queued(swing, '', -1)])

    when:
    def changes = fold(state, [event('signup', 1)], [swing])

    then:
    changes*.class == [Exit, Follow, Queue]
    changes[2].run() == changes[1].run()
  }

  def "a journey that takes nobody any more lets nobody follow: #reason"() {
    given:
    def loop = journey('loop', exits: [exit('stop')], onRepeat: OnRepeat.QUEUE, enabled: enabled)
    def state = subject(live: [run(1, loop)], queued: [new Queued(loop, '', -1)], off: off)

    when:
    def changes = fold(state, [event('stop', 1)], [])

    then:
    changes*.class == [Exit, Refuse]
    changes[1].reason() == reason
    changes[1].journeyId() == 'loop'

    where:
    enabled | off      || reason
    false   | []       || Reason.JOURNEY_DISABLED
    true    | ['loop'] || Reason.JOURNEY_DISABLED_BY_ADMIN
  }

  def "a restart takes the place of what waited"() {
    given:
    def loop = journey('loop', exits: [exit('stop')], onRepeat: OnRepeat.RESTART)
    def state = subject(live: [run(1, loop)], queued: [new Queued(loop, '', -1)])

    expect:
    fold(state, [event('signup', 1), event('stop', 2)], [loop])*.class == [Replace, Enrol, Exit]
  }

  def "whoever is held out is so at first once, and counts as entered from then on"() {
    given: 'u1 falls into bucket 2322 of welcome'
    def welcome = journey('welcome', holdout: new Holdout(23.23, ''), limit: limit)

    when:
    def changes = fold(subject(), [event('signup', 1), event('signup', 2)], [welcome])

    then:
    changes[0] == new HoldOut(event('signup', 1), welcome, true)
    changes[1].class == second
    second == Refuse ? changes[1].reason() == Reason.ALREADY_ENTERED_ONCE : !changes[1].first()

    where:
    limit                      || second
    new EntryLimit.Unlimited() || HoldOut
    new EntryLimit.Once()      || Refuse
  }

  static List<Change> fold(Subject subject, List<Fact> events, List<JourneyDefinition> journeys) {
    Fold.apply(subject, events) { name -> journeys.findAll { name in [it.entry().trigger().event(), "start:${it.id()}".toString()] } }
  }
}
