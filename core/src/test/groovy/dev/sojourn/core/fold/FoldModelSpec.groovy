package dev.sojourn.core.fold

import dev.sojourn.core.fold.Change.Enrol
import dev.sojourn.core.fold.Change.Exit
import dev.sojourn.core.fold.Change.Match
import dev.sojourn.core.fold.Change.NearMiss
import dev.sojourn.dsl.definition.EntryLimit
import java.time.Duration
import spock.lang.Specification

/** Random contacts and batches, folded and played by a plain model that works on maps. */
class FoldModelSpec extends Specification implements FoldFixture {

  static final EVENTS = ['a', 'b', 'c']
  static final ROUNDS = 400

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
    def last = [*: state.lastEntries()]
    changes.each {
      if (it instanceof Exit && it.exits()) {
        live.removeIf { run -> run.id() == it.run().id() }
        def id = it.run().pinned().id()
        last[id] = [last[id], it.run().enteredAt()].findAll().max()
      } else if (it instanceof Match) {
        live.replaceAll { run -> run.id() == it.run().id() ? run.awake() : run }
      } else if (it instanceof Enrol) {
        def id = 1000 + live.size() + it.event().id() * 10
        live << new LiveRun(id, it.key(), it.journey(), it.event().receivedAt(), null)
        last[it.journey().id()] = it.event().receivedAt()
      }
    }
    new Subject(live, last, state.unsubscribed(), state.switchedOff())
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
    [id, change.reason().wire(), change.journeyId()]
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
          }
        }
      }
      live.each { run ->
        def open = run.waits
        if (open?.event() == event.name() && event.receivedAt() <= open.deadline()) {
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
        def reason = [
          journey_disabled: !journey.enabled(),
          journey_disabled_by_admin: journey.id() in state.switchedOff(),
          trigger_conditions_not_met: !fits(journey.entry().trigger().where()),
          key_missing: key == null,
          already_entered_once: last != null && limit instanceof EntryLimit.Once,
          period_not_elapsed: last != null && limit instanceof EntryLimit.OncePer
              && last + limit.period() > event.receivedAt(),
          user_unsubscribed: state.unsubscribed(),
          already_active: live.any { it.name == journey.id() + ':' + key }
        ].find { it.value }?.key
        told << [event.id(), reason ?: 'enters', reason ? journey.id() : journey.id() + ':' + key]
        if (!reason) {
          entered[journey.id()] = event.receivedAt()
          live << [name: journey.id() + ':' + key, journey: journey, key: key, waits: null]
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
