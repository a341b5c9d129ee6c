package journeys

import dev.sojourn.testkit.JourneySpecification

class RenewalRemindersSpec extends JourneySpecification {

  def "three reminders count down to the day"() {
    given: 'it is the fifth of January'
    contact 'ada@example.com', renewsAt: '2026-03-01'

    when:
    timePasses 90.days

    then:
    mails*.subject == [30, 7, 1].collect { "Your subscription renews in $it days" as String }
    mails*.at*.toString() == ['2026-01-30T09:00:00Z', '2026-02-22T09:00:00Z', '2026-02-28T09:00:00Z']
    status == 'completed'
  }

  def "reminders follow the day when it moves"() {
    given: 'the first of three was sent'
    contact 'ada@example.com', renewsAt: '2026-03-01'
    timePasses 30.days

    when: 'a month is paid in advance'
    contact renewsAt: '2026-04-01'
    timePasses 90.days

    then:
    mails*.props*.days == [30, 30, 7, 1]
    mails*.props*.renewsAt == ['2026-03-01'] + ['2026-04-01'] * 3
  }

  def "the ninth hour is the contact's"() {
    given:
    contact 'ada@example.com', renewsAt: '2026-03-01', timezone: 'America/New_York'

    when:
    timePasses 26.days

    then:
    mails*.at*.toString() == ['2026-01-30T14:00:00Z']
  }

  def "who says it less than thirty days before is not reminded"() {
    when:
    contact 'ada@example.com', renewsAt: '2026-01-19'
    timePasses 30.days

    then:
    sent == []
    skipReasons == ['date_passed']
  }

  def "who cancels is reminded of nothing more"() {
    given:
    contact 'ada@example.com', renewsAt: '2026-03-01'
    timePasses 30.days

    when:
    arrives 'subscription.cancelled'
    timePasses 90.days

    then:
    mails*.props*.days == [30]
    status == 'exited'
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()
  }
}
