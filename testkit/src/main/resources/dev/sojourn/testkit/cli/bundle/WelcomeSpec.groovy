package journeys

import dev.sojourn.testkit.JourneySpecification

class WelcomeSpec extends JourneySpecification {

  def "who does nothing for two days is asked once more"() {
    given:
    contact 'ada@example.com', firstName: 'Ada'

    when:
    arrives 'user.created'
    timePasses 3.days

    then:
    mails*.subject == ['Welcome, Ada', 'Shall we try it together?']
    status == 'completed'
  }

  def "who uses the feature is left in peace"() {
    given:
    contact 'ada@example.com'
    arrives 'user.created'

    when:
    timePasses 1.day
    arrives 'feature.used'
    timePasses 30.days

    then:
    sent == ['welcome']
    status == 'completed'
  }

  def "a crash at any commit changes nothing"() {
    when:
    arrives 'user.created'
    timePasses 30.days

    then:
    crashEverywhere()
  }
}
