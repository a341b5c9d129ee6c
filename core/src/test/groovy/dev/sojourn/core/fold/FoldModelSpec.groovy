package dev.sojourn.core.fold

import dev.sojourn.core.draw.Draws
import dev.sojourn.core.fold.Change.Enrol
import dev.sojourn.core.fold.Change.Exit
import dev.sojourn.core.fold.Change.Follow
import dev.sojourn.core.fold.Change.HoldOut
import dev.sojourn.core.fold.Change.Match
import dev.sojourn.core.fold.Change.NearMiss
import dev.sojourn.core.fold.Change.Queue
import dev.sojourn.core.fold.Change.Replace
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.Holdout
import dev.sojourn.dsl.definition.OnRepeat
import java.time.Duration
import spock.lang.Specification

/** Random contacts and batches, folded and played by a plain model that works on maps. */
class FoldModelSpec extends Specification implements FoldFixture {

  static final EVENTS = ['a', 'b', 'c']
  static final ROUNDS = 400

  /** With half held out, whether u1 is depends on the salt: both happen. */
  static final HOLDOUTS = [Holdout.NONE, Holdout.NONE, Holdout.NONE, new Holdout(50, 'x'), new Holdout(50, 'z')]

  def "the fold does what the model does, seed #seed"() {
    given:
    def random = new Random(seed)

    expect:
    ROUNDS.times { round ->
      def journeys = (1..3).collect { randomJourney(random, "j$it") }
      def state = randomSubject(random, journeys)
      def events = (1..(1 + random.nextInt(6))).collect { randomEvent(random, it) }
      def changes = Fold.apply(state, events) { name -> triggered(journeys, name) }
      def told = changes.collect { tell(it) }
      assert told == model(state, events, journeys): "seed $seed, round $round: $state $events"
    }

    where:
    seed << [1L, 20250601L, 424242L]
  }

  def "events one by one do what they do as one batch, seed #seed"() {
    given:
    def random = new Random(seed)

    expect:
    ROUNDS.times { round ->
      def journeys = (1..3).collect { randomJourney(random, "j$it") }
      def state = randomSubject(random, journeys)
      def events = (1..(1 + random.nextInt(6))).collect { randomEvent(random, it) }
      def batch = Fold.apply(state, events) { name -> triggered(journeys, name) }
      def single = []
      events.each { event ->
        def changes = Fold.apply(state, [event]) { name -> triggered(journeys, name) }
        single.addAll(changes)
        state = after(state, changes)
      }
      def toldAtOnce = batch.collect { tell(it) }
      def toldSingly = single.collect { tell(it) }
      assert toldAtOnce == toldSingly: "seed $seed, round $round"
    }

    where:
    seed << [7L, 99L]
  }

  /** What a room would have stored after these changes. */
  private static Subject after(Subject state, List<Change> changes) {
    def live = [*state.live()]
    def queued = [*state.queued()]
    def last = [*: state.lastEntries()]
    def enters = { journey, key, at ->
      live << new LiveRun([1000, *live*.id()].max() + 1, key, journey, at, null)
      last[journey.id()] = at
    }
    def leaves = { LiveRun run ->
      live.removeIf { name(it) == name(run) }
      queued.removeIf { name(it) == name(run) }
      def id = run.pinned().id()
      last[id] = [last[id], run.enteredAt()].findAll().max()
    }
    changes.each {
      def event = it.event()
      if (it instanceof Exit && it.exits() || it instanceof Replace) {
        leaves(it.run())
      } else if (it instanceof Match) {
        live.replaceAll { run -> run.id() == it.run().id() ? run.awake() : run }
      } else if (it instanceof Enrol) {
        enters(it.journey(), it.key(), event.receivedAt())
      } else if (it instanceof Follow) {
        enters(it.queued().journey(), it.queued().key(), event.receivedAt())
      } else if (it instanceof Queue) {
        queued.removeIf { one -> name(one) == name(it.run()) }
        queued << new Queued(it.journey(), it.run().key(), event.id())
      } else if (it instanceof HoldOut && it.first()) {
        last[it.journey().id()] = event.receivedAt()
      }
    }
    new Subject('u1', live, queued, last, state.unsubscribed(), state.switchedOff())
  }

  private static tell(Change change) {
    def id = change.event().id()
    if (change instanceof Exit) {
      return [id, change.exits() ? 'leaves' : 'stays', name(change.run())]
    }
    if (change instanceof Match) {
      return [id, 'woken', name(change.run())]
    }
    if (change instanceof NearMiss) {
      return [id, 'missed', name(change.run())]
    }
    if (change instanceof Enrol) {
      return [id, 'enters', change.journey().id() + ':' + change.key()]
    }
    if (change instanceof Replace) {
      return [id, 'gives way', name(change.run())]
    }
    if (change instanceof Queue) {
      return [id, 'queues', name(change.run())]
    }
    if (change instanceof Follow) {
      return [id, 'follows by ' + change.queued().eventId(), name(change.queued())]
    }
    if (change instanceof HoldOut) {
      return [id, change.first() ? 'is held out at first' : 'is held out', change.journey().id()]
    }
    [id, change.reason().wire(), change.journeyId()]
  }

  private static name(Queued one) {
    one.journey().id() + ':' + one.key()
  }

  private static name(LiveRun run) {
    run.pinned().id() + ':' + run.key()
  }

  private static triggered(List journeys, String name) {
    journeys.findAll { it.entry().trigger().event() == name }
  }

  private static List model(Subject state, List<Fact> events, List journeys) {
    def told = []
    def live = state.live().collect {
      [name: name(it), journey: it.pinned(), key: it.key(), waits: it.openWait()]
    }
    def entered = [*: state.lastEntries()]
    state.live().each { entered[it.pinned().id()] = [entered[it.pinned().id()], it.enteredAt()].findAll().max() }
    def behind = state.queued().collectEntries { [name(it), [by: it.eventId(), journey: it.journey(), key: it.key()]] }
    def closed = { journey ->
      !journey.enabled() ? 'journey_disabled' : journey.id() in state.switchedOff() ? 'journey_disabled_by_admin' : null
    }
    def enters = { event, String name, journey, key ->
      entered[journey.id()] = event.receivedAt()
      live << [name: name, journey: journey, key: key, waits: null]
    }
    events.each { event ->
      def fits = { conditions -> conditions.every { event.scalars()[it.property()] == it.value() } }
      def keyed = { run -> event.paths()[run.journey.entry().key()] == run.key }
      [*live].each { run ->
        def rules = run.journey.exits().findAll { it.event() == event.name() }
        if (rules) {
          def leaves = rules.any { fits(it.where()) && (!it.sameKey() || keyed(run)) }
          told << [event.id(), leaves ? 'leaves' : 'stays', run.name]
          if (leaves) {
            live.remove(run)
            def next = behind.remove(run.name)
            if (next) {
              def why = closed(next.journey) ?: (state.unsubscribed() ? 'user_unsubscribed' : null)
              told << [event.id(), why ?: "follows by $next.by".toString(), why ? next.journey.id() : run.name]
              if (!why) {
                enters(event, run.name, next.journey, next.key)
              }
            }
          }
        }
      }
      live.each { run ->
        def open = run.waits
        if (open?.events()?.contains(event.name()) && event.receivedAt() <= open.deadline()) {
          def wakes = fits(open.where()) && (!open.sameKey() || keyed(run))
          told << [event.id(), wakes ? 'woken' : 'missed', run.name]
          run.waits = wakes ? null : open
        }
      }
      triggered(journeys, event.name()).each { journey ->
        def path = journey.entry().key()
        def key = path ? event.paths()[path] : ''
        def limit = journey.entry().limit()
        def last = entered[journey.id()]
        def name = journey.id() + ':' + key
        def before = live.find { it.name == name }
        def salt = journey.entry().holdout().salt() ?: journey.id()
        def chosen = Draws.holdout(salt, journey.id(), 'u1') < journey.entry().holdout().percent() * 100
        def reason = closed(journey) ?: [
          trigger_conditions_not_met: !fits(journey.entry().trigger().where()),
          key_missing: key == null,
          already_entered_once: last != null && limit instanceof EntryLimit.Once,
          period_not_elapsed: last != null && limit instanceof EntryLimit.OncePer
              && last + limit.period() > event.receivedAt(),
          user_unsubscribed: state.unsubscribed(),
          (last ? 'is held out' : 'is held out at first'): chosen,
          already_active: before && journey.entry().onRepeat() == OnRepeat.IGNORE
        ].find { it.value }?.key
        if (reason) {
          told << [event.id(), reason, journey.id()]
          if (reason == 'is held out at first') {
            entered[journey.id()] = event.receivedAt()
          }
        } else if (before && journey.entry().onRepeat() == OnRepeat.QUEUE) {
          told << [event.id(), 'queues', name]
          behind[name] = [by: event.id(), journey: journey, key: key]
        } else {
          if (before) {
            told << [event.id(), 'gives way', name]
            live.remove(before)
            behind.remove(name)
          }
          told << [event.id(), 'enters', name]
          enters(event, name, journey, key)
        }
      }
    }
    told
  }

  private static randomJourney(Random random, String id) {
    def keyed = random.nextBoolean()
    def limits = [new EntryLimit.Once(), new EntryLimit.OncePer(Duration.ofSeconds(2)),
                  new EntryLimit.Unlimited(), new EntryLimit.Unlimited()]
    journey(
        id,
        on: pick(random, EVENTS),
        where: sometimes(random, [x: 1]),
        limit: pick(random, limits),
        key: keyed ? 'k' : null,
        onRepeat: pick(random, OnRepeat.values() as List),
        holdout: pick(random, HOLDOUTS),
        enabled: random.nextInt(8) > 0,
        exits: (0..<random.nextInt(3)).collect {
          exit(pick(random, EVENTS), where: sometimes(random, [x: 1]), sameKey: keyed && random.nextBoolean())
        })
  }

  private static randomSubject(Random random, List journeys) {
    def live = journeys.findAll { random.nextBoolean() }.withIndex().collect { journey, index ->
      def keyed = journey.entry().key() != null
      def waits = random.nextBoolean()
          ? waitFor(
              pick(random, EVENTS),
              where: sometimes(random, [x: 1]),
              sameKey: keyed && random.nextBoolean(),
              until: 1 + random.nextInt(7))
          : null
      run(index + 1, journey, key: keyed ? pick(random, ['1', '2']) : '', waits: waits,
          entered: -random.nextInt(3) - 1)
    }
    subject(
        live: live,
        queued: live.findAll { random.nextInt(3) == 0 }.collect { new Queued(it.pinned(), it.key(), -it.id()) },
        last: random.nextInt(3) == 0 ? [(pick(random, journeys).id()): at(-random.nextInt(3) - 1)] : [:],
        unsubscribed: random.nextInt(10) == 0,
        off: random.nextInt(6) == 0 ? [pick(random, journeys).id()] : [])
  }

  private static randomEvent(Random random, long id) {
    event(pick(random, EVENTS), id, random.nextInt(4) > 0 ? [k: pick(random, ['1', '2'])] : [:],
        x: random.nextInt(2))
  }

  private static sometimes(Random random, Map where) {
    random.nextInt(3) == 0 ? where : [:]
  }

  private static pick(Random random, List from) {
    from[random.nextInt(from.size())]
  }
}
