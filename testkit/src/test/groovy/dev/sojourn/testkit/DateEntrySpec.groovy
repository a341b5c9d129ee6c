package dev.sojourn.testkit

import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** Contacts who enter on a date of theirs; it begins on Monday, the fifth of January 2026, at nine. */
@RestoreSystemProperties
class DateEntrySpec extends JourneySpecification implements TrialBundle {
  @TempDir Path directory

  @Override
  protected String journey() {
    'trial'
  }

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  void dated(String steps, String on = 'contact.renewsAt - 30.days', String top = 'entryLimit unlimited') {
    journey 'trial', steps
    def file = directory.resolve('journeys/trial.groovy').toFile()
    file.text = file.text.replace("trigger    'begin'", "trigger on: { $on }, at: '09:00'").replace('entryLimit unlimited', top)
  }

  def "a contact enters at the instant that its date gives, and reads it"() {
    given:
    dated 'checkpoint "$event.renewsAt $event.date"'
    contact 'ada@example.com', renewsAt: '2026-03-01', timezone: 'Europe/Berlin'

    when:
    timePasses 25.days - 1.hour - 1.second

    then:
    status == 'not entered'

    when:
    timePasses 1.second

    then:
    status == 'completed'
    history == ['start:trial']
    timeline.any { it.endsWith("checkpoint '2026-03-01 2026-01-30T08:00:00Z'") }
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()
  }

  def "the entry follows the date, and is gone with it"() {
    given:
    dated "sendEmail 'soon'"
    contact 'ada@example.com', renewsAt: '2026-03-01'

    when:
    timePasses 10.days
    contact renewsAt: '2026-05-01'
    timePasses 60.days

    then:
    sent == []

    when:
    timePasses 30.days

    then:
    mails*.at*.toString() == ['2026-04-01T09:00:00Z']

    when: 'there is another one, and then none'
    contact renewsAt: '2027-05-01'
    timePasses 10.days
    contact renewsAt: null
    timePasses 1000.days

    then:
    sent == ['soon']
    skipReasons == []
  }

  def "the limit of entries holds for dates, too"() {
    given:
    dated "sendEmail 'soon'", 'contact.renewsAt - 30.days', 'entryLimit oncePer(300.days)'
    contact 'ada@example.com', renewsAt: '2026-03-01'
    timePasses 30.days

    when: 'the date moves by a month, and by a year'
    contact renewsAt: '2026-04-01'
    timePasses 60.days
    contact renewsAt: '2027-03-01'
    timePasses 365.days

    then:
    mails*.at*.toString() == ['2026-01-30T09:00:00Z', '2027-01-30T09:00:00Z']
    skipReasons == ['period_not_elapsed']
  }

  def "a date that has passed, and one that is none, let nobody in and say so"() {
    given:
    dated "sendEmail 'soon'"

    when:
    contact 'ada@example.com', renewsAt: '2026-02-03T23:00:00Z'
    contact 'bob@example.com', renewsAt: 'next week'
    timePasses 60.days

    then:
    sent == []
    skipReasons == ['date_passed', 'date_unreadable']
  }

  def "a zone that changes moves who waits, and lets in who would have been there already"() {
    given:
    dated "sendEmail 'soon'"
    contact 'ada@example.com', renewsAt: '2026-03-01', timezone: 'America/New_York'
    contact 'bob@example.com', renewsAt: '2026-03-01', timezone: 'America/New_York'
    timePasses 20.days

    when:
    contact 'ada@example.com', timezone: 'Asia/Tokyo'
    timePasses 5.days - 1.hour

    then:
    mails*.at*.toString() == ['2026-01-30T00:00:00Z']

    when: 'it is eight in UTC, three in New York and nine in Berlin; at ten there it is too late'
    timePasses 2.hours
    contact 'bob@example.com', timezone: 'Europe/Berlin'

    then:
    mails*.to == ['ada@example.com', 'bob@example.com']
    mails*.at*.toString()[1] == '2026-01-30T10:00:00Z'
    skipReasons == []
  }

  def "a run that sets the date moves the entry"() {
    given: 'each run asks for the next one in forty days'
    dated "sendEmail 'soon'\nif (event.renewsAt == '2026-03-01') {\n  setContact renewsAt: '2026-04-10'\n}"
    contact 'ada@example.com', renewsAt: '2026-03-01'

    when:
    timePasses 90.days

    then:
    mails*.at*.toString() == ['2026-01-30T09:00:00Z', '2026-03-11T09:00:00Z']
    crashEverywhere()
    duplicateDeliveries()
  }

  def "another rule finds who waits by the old one, and who has entered by it"() {
    given:
    dated "sendEmail 'soon'\nsleepFor 1.day, label: 'pause'"
    def newer = directory.resolve('journeys/trial.groovy').toFile().text.replace('30.days', '10.days')
    contact 'ada@example.com', renewsAt: '2026-03-01'
    contact 'bob@example.com', renewsAt: '2026-02-10'

    when: 'it is released when the second has entered'
    changeScriptAt 'soon', newer
    timePasses 60.days

    then:
    mails*.at*.toString() == ['2026-01-11T09:00:00Z', '2026-01-31T09:00:00Z', '2026-02-19T09:00:00Z']
    mails*.to == ['bob@example.com', 'bob@example.com', 'ada@example.com']
  }
}
