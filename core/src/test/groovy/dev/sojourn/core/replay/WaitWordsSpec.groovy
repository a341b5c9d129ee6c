package dev.sojourn.core.replay

import dev.sojourn.dsl.RunScope
import java.time.Duration
import spock.lang.Specification

/** Waits for the first of several events, and for a property of the contact. */
class WaitWordsSpec extends Specification {
  static final DAY = Duration.ofDays(1)
  static final HOUR = Duration.ofHours(1)

  def "any of several events ends the wait, and says which one it was"() {
    given:
    def play = Play.of {
      def first = waitForAny 'paid', 'used', timeout: DAY
      checkpoint "${first.event} ${first.properties.n} ${first.timedOut}"
    }.go()

    expect:
    play.need().events() == ['paid', 'used']
    play.need().label() == 'paid|used'

    when:
    play.now = Play.START + HOUR
    play.restart().arrives(event, [n: 7])

    then:
    play.outcome == new Outcome.Finished()
    play.journal.label() == "$event 7 false"

    and: 'the same from what is stored'
    play.restart().pass().outcome() == new Outcome.Finished()

    where:
    event << ['paid', 'used']
  }

  def "another event, one before the cursor and one after the deadline do not end it"() {
    given:
    def play = Play.of { waitForAny 'paid', 'used', timeout: DAY }.go().restart()

    expect:
    play.journal.resume(arrival) instanceof Resumed.StillParked == stays

    where:
    arrival                                                          || stays
    new Play().arrival('left', [:], Play.START + HOUR)               || true
    new Play().arrival('used', [:], Play.START - HOUR)               || true
    new Play().arrival('used', [:], Play.START + DAY + HOUR)         || true
    new Play().arrival('used', [:], Play.START + HOUR)               || false
  }

  def "an older event counts as far back as it looks, a condition holds for each"() {
    given:
    def play = Play.of {
      waitForAny 'paid', 'used', timeout: DAY, lookback: Duration.ofHours(2), where: [Conditioned.N_IS_1]
    }.go().restart()

    expect:
    play.journal.resume(new Play().arrival('used', [n: n], Play.START - Duration.ofHours(hours)))
        instanceof Resumed.StillParked == stays

    where:
    n | hours || stays
    1 | 1     || false
    2 | 1     || true
    1 | 3     || true
  }

  def "no wait looks back farther than a hundred years"() {
    given:
    def play = Play.of { waitForEvent 'paid', timeout: DAY, lookback: Duration.ofDays(365L * 300_000) }.go()

    expect:
    play.entries[0].lookback() == Duration.ofDays(36_500)
    !(play.restart().journal.resume(new Play().arrival('paid', [:], Play.START - Duration.ofDays(3_000)))
        instanceof Resumed.StillParked)
  }

  def "nothing in time leaves the result empty"() {
    given:
    def play = Play.of {
      def first = waitForAny 'paid', 'used', timeout: DAY, label: 'either'
      checkpoint "${first.event} ${first.properties} ${first.timedOut}"
    }.go()

    when:
    play.restart().timeOut()

    then:
    play.journal.label() == 'null [:] true'
    play.entries[0].label() == 'either'
  }

  def "names that repeat, and none at all, are refused"() {
    expect:
    Play.of(body).go().failure.contains("'waitForAny' takes the names of events that all differ, not $names")

    where:
    body                                    || names
    ({ waitForAny 'a', 'a', timeout: DAY }) || '[a, a]'
    ({ waitForAny timeout: DAY })           || '[]'
  }

  def "a wait for a property asks for the event that tells of its change"() {
    given:
    def play = Play.of {
      def change = waitForChange 'plan', timeout: DAY
      checkpoint "${change.timedOut} ${change.properties.plan}"
    }.go()

    expect:
    play.need().events() == [RunScope.CONTACT_CHANGED]
    play.need().label() == 'contact:changed/plan'

    when: 'something else changes'
    def other = play.arrival(RunScope.CONTACT_CHANGED, [seats: 3], Play.START + HOUR)

    then:
    play.restart().journal.resume(other) instanceof Resumed.StillParked

    when:
    play.now = Play.START + HOUR
    play.restart().arrives(RunScope.CONTACT_CHANGED, told)

    then:
    play.journal.label() == label
    play.restart().pass().outcome() == new Outcome.Finished()

    where:
    told                                 || label
    [plan: 'pro']                        || 'false pro'
    [plan: null, 'plan.deleted': true]   || 'false null'
    ['plan.changed': true]               || 'false null'
  }

  def "a run that waited for the end of another does not take what came before it began"() {
    given:
    def play = Play.of {
      def first = waitForEvent 'used', timeout: DAY
      checkpoint "${first.timedOut}"
    }
    def before = Play.idAt(Play.START + HOUR)
    play.journal = Journal.follow(Play.idAt(Play.START), before)
    play.now = Play.START + Duration.ofHours(2)

    when:
    play.go()

    then:
    play.need().cursor() == before
    play.entries[0] == new Entry.Followed(before)

    when: 'it is read from what is stored'
    play.restart()

    then:
    play.journal.cursor() == before
    play.journal.resume(new Cause.Arrived(before, 'used', Play.START, [:], null)) instanceof Resumed.StillParked

    when:
    play.resume(new Cause.Arrived(before + 1, 'used', Play.START, [:], null))

    then:
    play.outcome == new Outcome.Finished()
    play.journal.label() == 'false'
  }

  def "a run that followed reads its contact in its first segment, and replays"() {
    given:
    def play = Play.of {
      checkpoint "hello ${contact.email}"
      sleepFor DAY
    }
    play.journal = Journal.follow(Play.idAt(Play.START), Play.idAt(Play.START + HOUR))

    when:
    play.go().restart().timeOut()

    then:
    play.outcome == new Outcome.Finished()
    play.effects == [new Effect.Checkpoint('hello ada@example.com')]
  }

  static class Conditioned {
    static final N_IS_1 = new dev.sojourn.dsl.definition.Condition.Property(
        'n', dev.sojourn.dsl.definition.Condition.Operator.EQ, 1)
  }
}
