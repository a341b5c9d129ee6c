package dev.sojourn.core.replay

import dev.sojourn.dsl.StepFailed
import dev.sojourn.dsl.definition.OnStopped
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** What a script does with a mail after it was asked for. */
class MailHandleSpec extends Specification {
  static final MINE = [emailSendId: 'send-1']
  static final DAY = Duration.ofDays(1)

  def "a mail says itself what to do when it may not go out"() {
    expect:
    Play.of { sendEmail 'welcome', onStopped: hold }.go().need().onStopped() == OnStopped.HOLD
    Play.of { sendEmail 'welcome', onStopped: skip }.go().need().onStopped() == OnStopped.SKIP
    Play.of { sendEmail 'welcome', onStopped: leave }.go().need().onStopped() == OnStopped.LEAVE
    Play.of { sendEmail 'welcome' }.go().need().onStopped() == null
  }

  def "a mail that is left ends the run there, with its reason, in the first pass and in later ones"() {
    given:
    def play = Play.of {
      try {
        sendEmail 'welcome'
      } catch (StepFailed e) {
        checkpoint 'caught'
      }
      checkpoint 'after'
    }

    when:
    play.go().mailSent('left', 'quiet_hours')

    then:
    play.outcome == new Outcome.Exited('quiet_hours')
    play.effects.empty

    when:
    play.restart().go()

    then:
    play.outcome == new Outcome.Exited('quiet_hours')
  }

  def "a mail that is skipped says why, and the run goes on"() {
    given:
    def play = Play.of {
      def mail = sendEmail 'welcome'
      checkpoint "$mail, $mail.status $mail.reason $mail.sent"
    }

    when:
    play.go().mailSent('skipped', 'quiet_hours')

    then:
    play.effects == [new Effect.Checkpoint("mail 'welcome' skipped: quiet_hours, skipped quiet_hours false")]
  }

  def "a mail that was #how within its time says #said"() {
    given:
    def play = Play.of {
      def mail = sendEmail 'welcome'
      sleepFor Duration.ofDays(1)
      checkpoint "${mail.opened(within: Duration.ofDays(2))}"
    }
    play.go().mailSent()

    when:
    play.restart().timeOut()

    then:
    play.need().events() == ['email.opened']
    play.need().deadline() == Play.START + Duration.ofDays(2)

    when:
    how == 'opened' ? play.restart().arrives('email.opened', MINE, play.now + DAY) : play.restart().timeOut()

    then:
    play.effects == [new Effect.Checkpoint(said)]

    where:
    how          || said
    'opened'     || 'true'
    'not opened' || 'false'
  }

  def "only what the reader does with this very mail counts"() {
    given:
    def play = Play.of {
      def mail = sendEmail 'welcome'
      checkpoint "${mail.clicked(within: Duration.ofDays(2))}"
    }
    play.go().mailSent()

    expect:
    ignored(play, 'email.link_clicked', [emailSendId: 'send-2'])
    ignored(play, 'email.link_clicked', [:])
    ignored(play, 'email.opened', MINE)

    when:
    play.arrives('email.link_clicked', MINE)

    then:
    play.effects == [new Effect.Checkpoint('true')]
  }

  def "an opening #when counts: #counts"() {
    given: 'a script that asks after five days'
    def play = Play.of {
      def mail = sendEmail 'welcome'
      sleepFor Duration.ofDays(5)
      checkpoint "${mail.opened(within: Duration.ofDays(2))}"
    }
    play.go().mailSent().timeOut()

    expect:
    play.need().deadline() == Play.START + Duration.ofDays(2)
    play.journal.resume(play.arrival('email.opened', MINE, Play.START + after)) instanceof Resumed.Ended == counts
    play.journal.resume(new Cause.Looked(play.now)) instanceof Resumed.Ended

    where:
    when                            | after              || counts
    'within two days of the mail'   | Duration.ofDays(1) || true
    'later, before the script asks' | Duration.ofDays(4) || false
    'after the script asks'         | Duration.ofDays(6) || false
  }

  def "one opening answers as often as it is asked for, and what was clicked before is known after"() {
    given:
    def play = Play.of {
      def mail = sendEmail 'welcome'
      def opened = mail.opened(within: Duration.ofDays(2))
      checkpoint "$opened ${mail.opened(within: Duration.ofDays(2))} ${mail.clicked(within: Duration.ofDays(2))}"
    }
    def sent = Play.START + Duration.ofMinutes(1)
    play.go().now = sent
    play.mailSent()
    def clicked = play.arrival('email.link_clicked', MINE, sent + Duration.ofHours(1))
    def opened = new Cause.Arrived(clicked.eventId() + 1, 'email.opened', clicked.occurredAt(), MINE, null)

    when:
    play.now = sent + Duration.ofHours(1)
    [opened, opened, clicked].each { play.restart().resume(it) }

    then:
    play.effects == [new Effect.Checkpoint('true true true')]
  }

  def "a mail that did not go out is never read, and nothing is waited for"() {
    given:
    def play = Play.of {
      def mail = sendEmail 'welcome'
      checkpoint "${mail.opened(within: Duration.ofDays(2))} ${mail.clicked(within: Duration.ofDays(2))}"
    }

    when:
    play.go().mailSent('skipped', 'journey_suppressed')

    then:
    play.effects == [new Effect.Checkpoint('false false')]
    play.outcome == new Outcome.Finished()
  }

  def "the wait for a reader needs a time: #within"() {
    given:
    def play = Play.of {
      def mail = sendEmail 'welcome'
      mail.opened(within: within)
    }

    expect:
    play.go().mailSent().failure.contains(message)

    where:
    within                 || message
    Duration.ZERO          || "'mail.opened' needs 'within:', a duration longer than zero"
    Duration.ofDays(40000) || "'mail.opened' takes at most"
  }

  private static boolean ignored(Play play, String event, Map properties) {
    play.journal.resume(play.arrival(event, properties)) instanceof Resumed.StillParked
  }
}
