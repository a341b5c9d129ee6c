package journeys

import dev.sojourn.testkit.JourneySpecification

class RenewalRemindersSpec extends JourneySpecification {

  def "three reminders count down to the day"() {
    given: 'it is the fifth of January'
    contact 'ada@example.com', renewsAt: '2026-03-01'

    when:
    arrives 'subscription.changed'
    timePasses 90.days

    then:
    mails*.subject == [30, 7, 1].collect { "Your subscription renews in $it days" as String }
    mails*.at*.toString() == ['2026-01-30T00:00:00Z', '2026-02-22T00:00:00Z', '2026-02-28T00:00:00Z']
    status == 'completed'
  }

  def "reminders follow the date when it moves"() {
    given:
    contact 'ada@example.com', renewsAt: '2026-03-01'
    arrives 'subscription.changed'
    timePasses 30.days

    when: 'a month is paid in advance'
    contact 'ada@example.com', renewsAt: '2026-04-01'
    arrives 'subscription.changed'
    timePasses 90.days

    then:
    mails*.props*.days == [30, 30, 7, 1]
    mails*.props*.renewsAt == ['2026-03-01'] + ['2026-04-01'] * 3
  }

  def "a reminder whose day has passed is left out"() {
    given:
    contact 'ada@example.com', renewsAt: '2026-01-19'

    when:
    arrives 'subscription.changed'
    timePasses 30.days

    then:
    mails*.props*.days == [7, 1]
  }

  def "who cancels is reminded of nothing"() {
    given:
    contact 'ada@example.com', renewsAt: '2026-03-01'
    arrives 'subscription.changed'

    when:
    timePasses 10.days
    arrives 'subscription.cancelled'
    timePasses 90.days

    then:
    sent == []
    status == 'exited'
  }
}
