package dev.sojourn.core.replay

import dev.sojourn.dsl.StepFailed
import dev.sojourn.dsl.definition.Condition
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class ReplaySpec extends Specification {
  static final DAY = Duration.ofDays(1)
  static final ELAPSED = new Cause.Looked(Play.START + DAY)
  static final SENT = new Cause.MailSettled('sent', 's', null, null)

  def "a script parks at each mail, sleep and wait, and ends"() {
    given:
    def play = Play.of {
      sendEmail 'welcome', subject: "Hello, ${contact.name}", props: [n: 1]
      sleepFor Duration.ofDays(2), label: 'after-welcome'
      def use = waitForEvent 'used', timeout: Duration.ofDays(5)
      checkpoint use.timedOut ? 'late' : 'early'
    }
    play.contact.name = 'Ada'

    when:
    play.go()

    then:
    play.need() == new Request.SendMail('welcome', 0, 'welcome', 'Hello, Ada', [n: 1], null, null)

    when:
    play.restart().mailSent()

    then:
    play.need() == new Request.Sleep('after-welcome', Play.START + Duration.ofDays(2))

    when:
    play.restart().timeOut()

    then:
    play.need().events() == ['used']
    play.need().deadline() == Play.START + Duration.ofDays(7)

    when:
    play.restart().arrives('used', [times: 3], play.now + Duration.ofHours(1))

    then:
    play.outcome == new Outcome.Finished()
    play.effects == [new Effect.Checkpoint('early')]
    play.journal.label() == 'early'
  }

  def "a replayed step says nothing again"() {
    given:
    def play = Play.of {
      log 'entered'
      checkpoint 'begun'
      sleepFor Duration.ofDays(1)
      log 'slept'
    }

    when:
    play.go()

    then:
    play.effects == [new Effect.LogLine('entered'), new Effect.Checkpoint('begun')]

    when:
    play.effects = []
    play.restart().timeOut()

    then:
    play.effects == [new Effect.LogLine('slept')]
    play.outcome == new Outcome.Finished()
  }

  def "steps are told apart by kind, label and argument"() {
    given:
    def play = Play.of(before).go()
    play.restart().script = Play.script(after)

    when:
    play.resume(ending)

    then:
    play.outcome.diverged()
    play.failure.contains(message)
    play.effects == []
    play.passes == 2

    where:
    before                        | after                                      | ending  || message
    ({ sleepFor DAY, label: 'a' }) | ({ checkpoint('new'); sendEmail 'nudge' }) | ELAPSED || "journal has sleep 'a' at step 1, the script asks for checkpoint 'new'; pin the old version or add the step after it"
    ({ sleepFor DAY, label: 'a' }) | ({ sleepFor DAY, label: 'b' })             | ELAPSED || "journal has sleep 'a' at step 1, the script asks for sleep 'b'"
    ({ waitForEvent 'a', timeout: DAY }) | ({ waitForEvent 'b', timeout: DAY }) | ELAPSED || "journal has wait 'a' at step 1, the script asks for wait 'b'"
    ({ sendEmail 'welcome', label: 'x' }) | ({ sendEmail 'nudge', label: 'x' }) | SENT    || "journal has email 'x' (welcome) at step 1, the script asks for email 'x' (nudge)"
    ({ sleepFor DAY })            | ({ })                                      | ELAPSED || "journal has sleep 'sleep' at step 1, the script ends before it"
    ({ sleepFor DAY })            | ({ exit 'enough' })                        | ELAPSED || "journal has sleep 'sleep' at step 1, the script exits before it"
    ({ sleepFor DAY })            | ({ throw new IllegalStateException('no') }) | ELAPSED || "journal has sleep 'sleep' at step 1, the script threw IllegalStateException: no before it"
  }

  def "a changed duration does not diverge, and a recorded deadline stands"() {
    given:
    def play = Play.of { sleepFor Duration.ofDays(1) }.go()

    when:
    play.restart().script = Play.script { sleepFor Duration.ofDays(30) }
    def resumed = play.journal.resume(new Cause.Looked(Play.START + Duration.ofHours(1)))

    then:
    resumed == new Resumed.StillParked(new Request.Sleep('sleep', Play.START + Duration.ofDays(1)))

    when:
    play.timeOut()

    then:
    play.outcome == new Outcome.Finished()
  }

  def "a pass over a journal with an open park asks for it again, as stored"() {
    given:
    def play = Play.of { sleepFor Duration.ofDays(1); sendEmail 'welcome', props: [a: 1] }.go()

    when:
    play.now = play.now + Duration.ofHours(1)
    play.go()

    then:
    play.need() == new Request.Sleep('sleep', Play.START + Duration.ofDays(1))
    play.entries.size() == 1

    when:
    play.timeOut().restart().go()

    then:
    play.need() == new Request.SendMail('welcome', 1, 'welcome', null, [:], null, null)
  }

  def "a loop needs no labels, also around a wait"() {
    given:
    def play = Play.of {
      ['a', 'b', 'c'].each { name ->
        sendEmail 'nudge', props: [name: name]
        sleepFor Duration.ofDays(1)
      }
    }.go()
    def sent = []

    when:
    3.times {
      sent << play.need()
      play.restart().mailSent()
      play.restart().timeOut()
    }

    then:
    sent*.props()*.name == ['a', 'b', 'c']
    sent*.ordinal() == [0, 2, 4]
    play.outcome == new Outcome.Finished()
  }

  def "a sleep that is over when it begins does not park"() {
    given:
    def play = Play.of {
      sleepFor Duration.ZERO
      sleepFor Duration.ofDays(-1)
      sleepUntil now() - Duration.ofDays(3)
      sendEmail 'welcome'
    }

    expect:
    play.go().need().template() == 'welcome'
    play.need().ordinal() == 0
    play.restart().mailSent().outcome == new Outcome.Finished()
  }

  def "a wait parks even without time, so that stored events are looked at"() {
    expect:
    Play.of { waitForEvent 'used', timeout: Duration.ofDays(-1) }.go().need().deadline() == Play.START
  }

  def "now is constant in a segment and recorded"() {
    given:
    def seen = []
    def play = Play.of {
      seen << now()
      sleepFor Duration.ofDays(1)
      seen << now()
      seen << now()
    }.go()

    when:
    play.restart().timeOut()

    then:
    seen == [Play.START, Play.START] + [Play.START + Duration.ofDays(1)] * 2
  }

  def "contact reads are recorded for each segment and fresh after a park"() {
    given:
    def seen = []
    def play = Play.of {
      seen << [contact.plan, contact.city]
      sleepFor Duration.ofDays(1)
      seen << [contact.plan]
    }
    play.contact.plan = 'free'
    play.go()

    when:
    seen.clear()
    play.contact.plan = 'pro'
    play.contact.city = 'Oslo'
    play.restart().timeOut()

    then:
    seen == [['free', null], ['pro']]
    play.entries[0] == new Entry.Seen(null, [plan: 'free', city: null])
  }

  def "reads of several passes make one map"() {
    given:
    def play = Play.of {
      checkpoint contact.plan
      if (!history.hasEvent('used')) {
        checkpoint contact.city
      }
      sleepFor Duration.ofDays(1)
    }
    play.contact.putAll(plan: 'free', city: 'Oslo')

    expect:
    play.go().entries.findAll { it instanceof Entry.Seen } == [new Entry.Seen(null, [plan: 'free', city: 'Oslo'])]
    play.passes == 2
    play.restart().timeOut().outcome == new Outcome.Finished()
  }

  def "a pass that diverges leaves nothing behind, not even what it read before"() {
    given:
    def asked = 'used'
    def play = Play.of {
      if (asked != 'used') {
        contact.get('plan')
      }
      history.hasEvent(asked)
    }
    play.journal = play.journal.plus(play.pass().newEntries()).answered(true)

    when:
    asked = 'paid'
    def pass = play.pass()

    then:
    pass.outcome().diverged()
    pass.newEntries() == []
  }

  def "a read that a committed segment does not hold diverges"() {
    given:
    def play = Play.of { sleepFor Duration.ofDays(1) }.go().restart()
    play.script = Play.script { contact.plan; sleepFor Duration.ofDays(1) }

    expect:
    play.timeOut().outcome.diverged()
    play.failure.contains("journal has no 'contact.plan' after step 0, the script reads it")
  }

  def "history is asked once and answered from the journal"() {
    given:
    def answers = []
    def play = Play.of {
      answers << history.hasEvent('used', within: Duration.ofDays(3))
      sleepFor Duration.ofDays(1)
      answers << history.hasEvent('used')
    }
    play.past = ['used']
    play.go()

    when:
    play.past = []
    answers.clear()
    play.restart().timeOut()

    then:
    answers == [true, true, false]
  }

  def "a question names how far back it looks"() {
    expect:
    Play.of { history.hasEvent('used', within: Duration.ofDays(3)) }.pass().outcome() ==
        new Outcome.Needs(new Request.HasEvent('used', Play.START - Duration.ofDays(3)))
  }

  def "a journal with an open question is refused"() {
    given:
    def play = Play.of { history.hasEvent('used') }
    play.journal = play.journal.plus(play.pass().newEntries())

    when:
    play.pass()

    then:
    thrown(IllegalStateException)

    when:
    play.journal = play.journal.answered(true)

    then:
    play.go().outcome == new Outcome.Finished()

    when:
    play.journal.answered(true)

    then:
    thrown(IllegalStateException)
  }

  def "a wait returns the scalars of the event that ended it"() {
    given:
    def result = null
    def play = Play.of { result = waitForEvent 'used', timeout: Duration.ofDays(1) }.go()

    when:
    play.restart().arrives('used', [times: 3, city: 'Oslo'])
    play.restart().go()

    then:
    !result.timedOut
    result.properties == [times: 3, city: 'Oslo']
    result.occurredAt == Play.START
  }

  def "a failed mail throws at its word, in the first pass and in every replay"() {
    given:
    def caught = []
    def play = Play.of {
      try {
        sendEmail 'welcome'
      } catch (StepFailed e) {
        caught << e.message + '/' + e.step
      }
      sleepFor Duration.ofDays(1)
    }.go()

    when:
    play.mailSent('failed', 'no mailbox')
    play.restart().timeOut()

    then:
    caught == ['no mailbox/welcome'] * 2
    play.outcome == new Outcome.Finished()
  }

  def "a failed mail that nobody catches fails the run with its reason"() {
    expect:
    Play.of { sendEmail 'welcome' }.go().mailSent('failed', 'no mailbox').failure ==
        "journeys/trial.groovy: step 'welcome' failed: no mailbox"
  }

  def "a mail that was #status is no failure"() {
    given:
    def result = null

    expect:
    Play.of { result = sendEmail 'welcome' }.go().mailSent(status, 'why').outcome == new Outcome.Finished()
    result.status == status
    result.sent == (status == 'sent')
    result.sendId == 'send-1'

    where:
    status << ['sent', 'skipped', 'suppressed', 'unsubscribed']
  }

  def "an exit ends the run with its reason"() {
    expect:
    Play.of { exit 'enough'; sendEmail 'welcome' }.go().outcome == new Outcome.Exited('enough')
    Play.of { exit() }.go().outcome == new Outcome.Exited(null)
  }

  def "what an author's code throws fails the run and keeps what came before"() {
    given:
    def play = Play.of { log 'a'; throw new IllegalStateException('boom') }.go()

    expect:
    play.failure == 'journeys/trial.groovy: the script threw IllegalStateException: boom'
    !play.outcome.diverged()
    play.effects == [new Effect.LogLine('a')]
  }

  def "a dry pass stops where the script asks something new"() {
    given:
    def called = 0
    def play = Play.of { sleepFor Duration.ofDays(1); contact.plan; once('code') { called++ } }.go()
    play.mode = Mode.DRY

    expect:
    play.go().need() instanceof Request.Sleep
    play.timeOut().outcome == new Outcome.AsksNew("once 'code'")
    called == 0
    play.entries == [
      new Entry.SleepOpened('sleep', Play.START, Play.START + Duration.ofDays(1)),
      new Entry.Elapsed(Long.MAX_VALUE),
      new Entry.Seen(null, [plan: null])
    ]
  }

  def "conditions on the awaited event are kept as plain values"() {
    given:
    def plan = 'pro'
    def play = Play.of {
      waitForEvent 'used',
          timeout: Duration.ofDays(1),
          lookback: Duration.ofHours(2),
          where: where([new Condition.Property('plan', Condition.Operator.EQ, "${plan}")])
    }.go()

    expect:
    play.need().where()[0].value() instanceof String
    play.need().lookback() == Play.START - Duration.ofHours(2)
    play.need().cursor() == Play.idAt(Play.START)
    play.restart().journal.open().get() == play.need()
  }
}
