package dev.sojourn.core.replay

import dev.sojourn.dsl.compile.Script
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** Loops without end: the generations of one run. */
class StartOverSpec extends Specification {

  def "the steps begin anew with an empty journal, and with what was carried over"() {
    given:
    def seen = []
    def play = Play.of {
      seen << carried
      sleepFor Duration.ofDays(7)
      startOver week: (carried.week ?: 1) + 1, at: now(), name: "week ${carried.week}"
    }

    when:
    play.go().timeOut()

    then:
    play.outcome == new Outcome.StartsOver([week: 2, at: play.now, name: 'week null'])
    play.journal.generation() == 0

    when:
    play.startOver()

    then:
    play.journal.generation() == 1
    play.journal.segments() == [[new Entry.Carried(
        EventIds.lastOf(Play.START + Duration.ofDays(7)), 1, 1, 0, false, [week: 2, at: play.now, name: 'week null'])]]
    play.need() instanceof Request.Sleep

    and: 'in the first round there is nothing'
    seen.first() == [:]
    seen.last().week == 2
    seen.last().at instanceof Instant
  }

  def "each round begins with a fresh look at the contact and the clock"() {
    given:
    def seen = []
    def play = Play.of {
      seen << "$contact.plan ${now()}"
      sleepFor Duration.ofDays(1)
      startOver()
    }
    play.contact.plan = 'free'
    play.go()

    when:
    play.contact.plan = 'pro'
    play.timeOut().startOver()
    play.restart()

    then:
    play.need() instanceof Request.Sleep
    play.pass().outcome() instanceof Outcome.Needs
    seen*.toString().unique() == ["free $Play.START", "pro ${Play.START + Duration.ofDays(1)}"]*.toString()
  }

  def "what is carried over cannot be changed"() {
    when:
    def play = Play.of { carried.put('week', 2) }.go()

    then:
    play.failure.contains('what a word answered cannot be changed; make another')
  }

  def "it ends the pass: nothing after it is executed, whatever stands around it"() {
    given:
    def play = Play.of {
      try {
        try {
          startOver again: true
        } finally {
          trigger 'finally'
        }
      } catch (Error signal) {
        exit 'caught'
      }
      trigger 'after'
    }.go()

    expect:
    play.outcome == new Outcome.StartsOver([again: true])
    play.effects == []
    play.entries == []
  }

  def "the parks of a run are numbered over its generations, so that no mail takes the place of another"() {
    given:
    def play = Play.of {
      sendEmail 'welcome'
      sleepFor Duration.ofDays(1)
      startOver()
    }.go()

    when:
    play.mailSent().timeOut()
    play.startOver()

    then:
    play.need() instanceof Request.SendMail
    play.need().ordinal() == 2

    when:
    play.restart()

    then:
    play.journal.open().get().ordinal() == 2
  }

  def "the keys of effects and of once differ between generations"() {
    given:
    def keys = []
    def play = Play.of {
      once('code') { keys << it; 'x' }
      trigger 'went'
      sleepFor Duration.ofDays(1)
      startOver()
    }.go()

    when:
    play.timeOut().startOver()

    then:
    keys == ['run-1:0:code:1', 'run-1:1:code:1']
    play.effects*.key() == ['run-1:0:2', 'run-1:1:2']
  }

  def "an event is counted by one generation: neither lost between two nor seen by both"() {
    given:
    def play = Play.of {
      waitForEvent timeout: Duration.ofDays(1), 'used'
      startOver()
    }.go()

    when:
    play.now += Duration.ofHours(1)
    play.arrives('used')
    play.startOver()

    then:
    play.need().cursor() == Play.idAt(play.now, 1)
    play.journal.resume(play.arrival('used')) instanceof Resumed.StillParked
    play.journal.resume(play.arrival('used', [:], play.now + Duration.ofMillis(1))) instanceof Resumed.Ended
  }

  def "the limits count each generation for itself"() {
    given:
    def play = Play.of {
      9_000.times { log 'x' }
      sleepFor Duration.ofDays(1)
      startOver()
    }.go()

    expect:
    play.timeOut().startOver().need() instanceof Request.Sleep
    play.journal.entries() < 10_000
  }

  def "a loop without a wait fails with the step and its limit: #way"() {
    given:
    def play = Play.of(body)

    when:
    play.go()
    def rounds = 0
    while (!(play.outcome instanceof Outcome.Failed)) {
      play.outcome instanceof Outcome.Needs ? after(play) : play.startOver()
      assert ++rounds < 500
    }

    then:
    play.failure == "journeys/trial.groovy: journey 'trial', step $step (startOver): the run was " +
        'started over 100 times without a wait between; wait for time to pass or for a new event'
    play.journal.generation() == 100

    where:
    way                       | step | body                                                                  | after
    'nothing at all'          | 0    | { -> startOver() }                                                    | null
    'a mail'                  | 1    | { -> sendEmail 'welcome'; startOver() }                               | { it.mailSent() }
    'a wait of no length'     | 1    | { -> waitForEvent timeout: Duration.ZERO, 'used'; startOver() }       | { it.timeOut() }
    'an event of long ago'    | 1    | { -> waitForEvent timeout: Duration.ofDays(1), lookback: Duration.ofDays(9), 'used'; startOver() } |
        { it.arrives('used', [:], Play.START - Duration.ofDays(1)) }
  }

  def "a wait makes the count begin anew"() {
    given:
    def play = Play.of {
      if (carried.n == 99) {
        sleepFor Duration.ofSeconds(1)
      }
      startOver n: (carried.n ?: 0) + 1
    }.go()

    when:
    while (play.outcome instanceof Outcome.StartsOver && play.journal.generation() < 150) {
      play.startOver()
      if (play.outcome instanceof Outcome.Needs) {
        play.timeOut()
      }
    }

    then:
    play.outcome == new Outcome.StartsOver([n: 151])
  }

  def "a run has so many generations as its number has room for"() {
    given:
    def play = Play.of { startOver() }
    play.journal = Journal.of(Short.MAX_VALUE, 1, [[new Entry.Carried(1, 0, 0, 0, false, [:])]])

    expect:
    play.go().failure ==
        "journeys/trial.groovy: journey 'trial', step 0 (startOver): a run has at most 32768 generations; " +
        'exit, and let an event begin another'
  }

  def "what cannot be carried fails the run: #what"() {
    expect:
    Play.of { startOver what: value }.go().failure.contains(message)

    where:
    what           | value          | message
    'a thread'     | new Thread()   | "'startOver' carries a map that holds a 'java.lang.Thread'"
    'too much'     | 'x' * 65_536   | "a value may take 65536 bytes"
  }

  def "it does not stand inside once, what it carried does"() {
    expect:
    Play.of { once('x') { startOver() } }.go().failure.contains("'startOver' stands inside once 'x'")
    Play.of { exit once('x') { "${carried}" } }.go().outcome == new Outcome.Exited('[:]')
  }

  def "a step that is left unread before it diverges"() {
    given:
    def play = Play.of { checkpoint 'x'; sleepFor Duration.ofDays(1); startOver() }.go()

    when:
    play.script = Play.script { startOver() }

    then:
    play.restart().pass().outcome() instanceof Outcome.Failed
    play.pass().outcome().diverged()
    play.pass().outcome().message().contains("journal has checkpoint 'x' at step 1, the script starts over before it")
  }

  def "a dry replay of a later generation says what the run does next"() {
    given:
    def script = Play.script { sleepFor Duration.ofDays(1); startOver() }
    def play = Play.of {}
    play.script = script
    play.go().timeOut().startOver()

    when:
    def other = new Script(
        '1' * 64, 'journeys/trial.groovy', '', script.definition(),
        Play.script { sleepFor Duration.ofDays(1); sendEmail 'welcome' }.steps())

    then:
    ReplayVerdict.of(script, script, play.journal, play.segment()) == new ReplayVerdict.Same()
    ReplayVerdict.of(other, script, play.journal, play.segment()) == new ReplayVerdict.Gains("email 'welcome'", 'startOver')
  }
}
