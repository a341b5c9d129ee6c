package dev.sojourn.testkit

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** Mails that may not go out now, and what their readers do. */
@RestoreSystemProperties
class StoppedMailsSpec extends JourneySpecification implements TrialBundle {
  static final DAY = "sendBetween '09:00', '21:00'"

  @TempDir Path directory

  @Override
  String journey() {
    'trial'
  }

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  def "a mail of the night is held until the morning of its contact; the run waits as long"() {
    given:
    journey 'trial', '''
      def mail = sendEmail 'first'
      checkpoint "${mail.status}"
      ''', DAY
    startsAt Instant.parse('2026-06-01T21:30:00Z')

    when:
    contact 'ada@example.com', timezone: 'Europe/Berlin'
    arrives 'begin'
    timePasses 9.hours

    then:
    sent == []
    status == 'waiting'
    timeline.last() == "+0d 00:00:00  mail 'first' held until +0d 09:30:00: quiet_hours"

    when:
    timePasses 30.minutes

    then:
    mails*.at == [Instant.parse('2026-06-02T07:00:00Z')]
    label == 'sent'
    status == 'completed'
    crashEverywhere()
    replayEverywhere()
  }

  def "a mail over the operator's cap is skipped, or held until there is a place, as the journey says"() {
    given:
    Files.writeString(directory.resolve('lists.groovy'), 'cap 1, per: 1.day')
    journey 'trial', """
      sendEmail 'first'
      sleepFor 1.hour
      def mail = sendEmail 'second'
      checkpoint "\${mail.status} \${mail.reason}"
      """, top

    when:
    contact 'ada@example.com'
    arrives 'begin'
    timePasses 2.days

    then:
    sent == mails
    label == end
    crashEverywhere()
    replayEverywhere()

    where:
    top              || mails               | end
    ''               || ['first']           | 'skipped frequency_capped'
    'onStopped hold' || ['first', 'second'] | 'sent null'
  }

  def "quiet hours hold over a change of the clock until the clock shows the end"() {
    given:
    journey 'trial', "sendEmail 'first'", "quietHours '22:00', '08:00'"
    startsAt Instant.parse('2026-03-28T21:30:00Z')

    when:
    contact 'ada@example.com', timezone: 'Europe/Berlin'
    arrives 'begin'
    timePasses 1.days

    then:
    mails*.at == [Instant.parse('2026-03-29T06:00:00Z')]
  }

  def "whoever moves while a mail is held gets it in the morning of the new place"() {
    given:
    journey 'trial', "sendEmail 'first'", DAY
    startsAt Instant.parse('2026-06-01T21:30:00Z')
    contact 'ada@example.com', timezone: 'Europe/Berlin'
    arrives 'begin'

    when:
    contact 'ada@example.com', timezone: 'America/New_York'
    timePasses 1.days

    then:
    mails*.at == [Instant.parse('2026-06-02T13:00:00Z')]
  }

  def "an exit takes back a mail that is held"() {
    given:
    journey 'trial', "sendEmail 'first'", "$DAY\n  exitOn 'left'"
    startsAt Instant.parse('2026-06-01T22:00:00Z')

    when:
    arrives 'begin'
    arrives 'left'
    timePasses 1.days

    then:
    sent == []
    status == 'exited'
  }

  def "at night under '#top' and '#own' the run is #end"() {
    given:
    journey 'trial', """
      def first = sendEmail 'first'$own
      checkpoint "\$first.status \$first.reason"
      """, "$DAY\n  $top"
    startsAt Instant.parse('2026-06-01T22:00:00Z')

    when:
    arrives 'begin'

    then:
    sent == []
    [status, label, reason] == end

    where:
    top               | own                | end
    'onStopped skip'  | ''                 | ['completed', 'skipped quiet_hours', null]
    'onStopped leave' | ''                 | ['exited', 'first', 'quiet_hours']
    'onStopped leave' | ', onStopped: skip' | ['completed', 'skipped quiet_hours', null]
    ''                | ', onStopped: leave' | ['exited', 'first', 'quiet_hours']
    'onStopped skip'  | ', onStopped: hold' | ['waiting', 'first', null]
  }

  def "a mail that is held for the gap goes out when it has passed"() {
    given:
    journey 'trial', '''
      sendEmail 'first'
      sendEmail 'second', onStopped: hold
      sendEmail 'third'
      ''', 'suppress 2.hours'
    startsAt Instant.parse('2026-06-01T12:00:00Z')

    when:
    arrives 'begin'
    timePasses 2.hours

    then:
    mails*.template() == ['first', 'second']
    mails*.at() == [Instant.parse('2026-06-01T12:00:00Z'), Instant.parse('2026-06-01T14:00:00Z')]
    status == 'completed'
  }

  def "a mail that failed does not count for the gap"() {
    given:
    journey 'trial', '''
      try {
        sendEmail 'first'
      } catch (StepFailed e) {
        sendEmail 'second'
      }
      ''', 'suppress 2.hours'
    mailFails 'first', 'no'

    when:
    arrives 'begin'

    then:
    sent == ['second']
  }

  def "whoever opens the mail #when is #answer"() {
    given:
    journey 'trial', '''
      def mail = sendEmail 'first'
      checkpoint mail.opened(within: 2.days) ? 'read' : 'not read'
      '''

    when:
    arrives 'begin'
    timePasses hours.hours
    opens 'first'
    timePasses 3.days

    then:
    label == answer
    history == ['begin', 'email.opened']
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()

    where:
    when            | hours || answer
    'within a day'  | 24    || 'read'
    'three days on' | 72    || 'not read'
  }

  def "a click is of the mail it is in, and known however late it is asked for"() {
    given:
    journey 'trial', '''
      def first = sendEmail 'first'
      def second = sendEmail 'second'
      sleepFor 5.days
      checkpoint "${first.clicked(within: 2.days)} ${second.clicked(within: 2.days)}"
      '''

    when:
    arrives 'begin'
    timePasses 1.hours
    clicks 'second'
    timePasses 6.days

    then:
    label == 'false true'
  }

  def "the past tells whether the last mail of a template was opened and clicked"() {
    given:
    journey 'trial', '''
      sendEmail 'first'
      sleepFor 1.days
      def before = history.email('first')
      sendEmail 'first'
      def twice = history.email('first')
      checkpoint "${before.opened} ${before.clicked} ${twice.count} ${twice.opened} ${history.email('second').opened}"
      '''

    when:
    arrives 'begin'
    timePasses 1.hours
    opens 'first'
    clicks 'first'
    timePasses 1.days

    then:
    label == 'true true 2 false false'
    crashEverywhere()
    replayEverywhere()
  }

  def "nobody opens what they have not got"() {
    given:
    journey 'trial', "sendEmail 'first'"
    contact 'bob@example.com'
    arrives 'begin'

    when:
    contact 'ada@example.com'
    opens 'first'

    then:
    def e = thrown(IllegalStateException)
    e.message == "the contact has got no mail 'first'; sent were ['first' to bob@example.com]"
  }
}
