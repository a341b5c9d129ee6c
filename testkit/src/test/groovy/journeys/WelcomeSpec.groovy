package journeys

import dev.sojourn.testkit.JourneySpecification

class WelcomeSpec extends JourneySpecification {

  def "a contact who never tries the feature is nudged, then offered help"() {
    given:
    contact 'ada@example.com', firstName: 'Ada'

    when:
    arrives 'user.created'
    timePasses 7.days

    then:
    sent == ['welcome', 'nudge', 'offer-help']
    mails*.subject == ['Welcome, Ada', 'Shall we try it together?', 'Can we help, Ada?']
    status == 'completed'
    crashEverywhere()
  }

  def "using the feature on day #day sends #emails"() {
    given:
    contact 'ada@example.com'
    arrives 'user.created'

    when:
    timePasses day.days
    arrives 'feature.used'
    timePasses 30.days

    then:
    sent == emails
    status == 'completed'
    crashEverywhere()

    where:
    day || emails
    1   || ['welcome', 'tips']
    4   || ['welcome', 'nudge']
  }

  def "'#event' ends it at once"() {
    when:
    arrives 'user.created'
    timePasses 1.day
    arrives event
    timePasses 30.days

    then:
    sent == ['welcome']
    status == 'exited'
    reason == event

    where:
    event << ['user.deleted', 'trial.converted']
  }

  def "nobody is welcomed twice"() {
    when:
    arrives 'user.created'
    timePasses 30.days
    arrives 'user.created'

    then:
    sent.count('welcome') == 1
    skipReasons == ['already_entered_once']
  }

  def "who wants no mail does not enter"() {
    when:
    unsubscribes()
    arrives 'user.created'

    then:
    sent == []
    status == 'not entered'
    skipReasons == ['user_unsubscribed']
  }
}
