package dev.sojourn.core.replay

import dev.sojourn.dsl.definition.Condition
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class JournalSpec extends Specification {
  static final DAY = Duration.ofDays(1)

  def waiting(Map options = [:], String key = '') {
    def play = Play.of { waitForEvent(options + [timeout: DAY], 'used') }
    play.key = key
    play.go().restart()
  }

  def "a sleep ends when its deadline has come, not before"() {
    given:
    def journal = Play.of { sleepFor DAY }.go().restart().journal
    def park = new Request.Sleep('sleep', Play.START + DAY)

    expect:
    journal.resume(new Cause.Looked(Play.START + DAY.minusMillis(1))) == new Resumed.StillParked(park)
    journal.resume(new Cause.Looked(Play.START + DAY)) instanceof Resumed.Ended
    journal.resume(new Cause.Arrived(Play.idAt(Play.START, 9), 'used', Play.START, [:], null)) == new Resumed.StillParked(park)
    journal.resume(new Cause.MailSettled('sent', 's', null, null)) == new Resumed.StillParked(park)
  }

  def "a mail ends with its outcome alone"() {
    given:
    def journal = Play.of { sendEmail 'welcome' }.go().restart().journal

    expect:
    journal.resume(new Cause.Looked(Instant.parse('2099-01-01T00:00:00Z'))) instanceof Resumed.StillParked
    journal.resume(new Cause.MailSettled('sent', 's', null, null)) instanceof Resumed.Ended
  }

  def "a wait ends with an event received by its deadline: #at after its start"() {
    given:
    def play = waiting()

    expect:
    (play.journal.resume(play.arrival('used', [:], Play.START + at)) instanceof Resumed.Ended) == ends

    where:
    at                 || ends
    Duration.ZERO      || true
    DAY                || true
    DAY.plusMillis(1)  || false
  }

  def "a wait is not ended by #what"() {
    given:
    def play = waiting(where: [new Condition.Property('plan', Condition.Operator.EQ, 'pro')])

    expect:
    play.journal.resume(cause) instanceof Resumed.StillParked

    where:
    what                 | cause
    'another event'      | new Cause.Arrived(Play.idAt(Play.START, 1), 'other', Play.START, [plan: 'pro'], null)
    'other properties'   | new Cause.Arrived(Play.idAt(Play.START, 1), 'used', Play.START, [plan: 'free'], null)
    'an old event'       | new Cause.Arrived(Play.idAt(Play.START), 'used', Play.START, [plan: 'pro'], null)
    'time before its end' | new Cause.Looked(Play.START + DAY.minusMillis(1))
  }

  def "an event before the cursor counts as far back as the lookback says"() {
    given:
    def play = waiting(lookback: Duration.ofHours(1))
    def old = { Duration ago -> new Cause.Arrived(Play.idAt(Play.START - DAY), 'used', Play.START - ago, [:], null) }

    expect:
    play.journal.resume(old(Duration.ofHours(1))) instanceof Resumed.Ended
    play.journal.resume(old(Duration.ofHours(1).plusMillis(1))) instanceof Resumed.StillParked
    play.journal.resume(old(Duration.ZERO)).journal().cursor() == Play.idAt(Play.START)
  }

  def "a wait for the same key takes only events that yield it"() {
    given:
    def play = waiting([sameKey: true], 'cart-1')

    expect:
    play.need().sameKey()
    (play.journal.resume(play.arrival('used', [:], Play.START, key)) instanceof Resumed.Ended) == ends

    where:
    key      || ends
    'cart-1' || true
    'cart-2' || false
    null     || false
  }

  def "a wait for the same key in a journey without one fails"() {
    expect:
    Play.of { waitForEvent 'used', timeout: DAY, sameKey: true }.go().failure.contains("the journey has no 'key'")
  }

  def "the cursor moves to the end of what was waited for"() {
    given:
    def play = Play.of {
      sendEmail 'welcome'
      waitForEvent 'a', timeout: DAY
      waitForEvent 'b', timeout: DAY
      sleepFor Duration.ZERO
      sleepFor DAY
      sendEmail 'nudge'
    }.go()
    def lastOf = { Instant at -> Play.idAt(at + Duration.ofMillis(1)) - 1 }

    expect: 'the trigger'
    play.journal.cursor() == Play.idAt(Play.START)

    and: 'not moved by a mail'
    play.mailSent().need().cursor() == Play.idAt(Play.START)

    and: 'the event that matched'
    play.arrives('a', [:], Play.START + Duration.ofHours(1)).need().cursor() == Play.idAt(Play.START + Duration.ofHours(1), 1)

    and: 'the last of the deadline at which a wait or a sleep ended'
    play.timeOut().journal.cursor() == lastOf(Play.START + DAY)
    play.timeOut().journal.cursor() == lastOf(Play.START + DAY + DAY)
    play.restart().journal.cursor() == lastOf(Play.START + DAY + DAY)
  }

  def "the label is the one last reached"() {
    given:
    def play = Play.of { checkpoint 'begun'; sleepFor DAY, label: 'night'; once('x') { 1 }; sendEmail 'welcome' }

    expect:
    play.journal.label() == 'start'
    play.go().journal.label() == 'night'
    play.timeOut().journal.label() == 'welcome'
  }

  def "a fresh journal has no park to end"() {
    given:
    def journal = Journal.start(1)

    expect:
    journal.resume(new Cause.Looked(Play.START)) == new Resumed.Ended(journal)
    journal.open().empty
  }

  def "a resumed journal counts its pending entries as committed"() {
    given:
    def play = Play.of { sleepFor DAY }.go()

    when:
    def journal = play.journal.resume(new Cause.Looked(Play.START + DAY)).journal()

    then:
    journal.segments().size() == 1
    journal.pending() == [new Entry.Elapsed(Long.MAX_VALUE)]
  }

  def "an event that was stored after the look, though received before the deadline, is left for the next wait"() {
    given:
    def play = Play.of {
      sleepFor DAY
      waitForEvent 'paid', timeout: DAY
    }.go()
    def seen = Play.idAt(Play.START + DAY.minusMillis(20))
    def late = Play.idAt(Play.START + DAY.minusMillis(5))

    when:
    def journal = play.journal.resume(new Cause.Looked(Play.START + DAY, seen)).journal()

    then:
    journal.cursor() == seen
    late > journal.cursor()

    and: 'a look can see no further than the deadline'
    play.journal.resume(new Cause.Looked(Play.START + DAY, Play.idAt(Play.START + DAY + DAY))).journal().cursor() ==
        Play.idAt(Play.START + DAY + Duration.ofMillis(1)) - 1
  }
}
