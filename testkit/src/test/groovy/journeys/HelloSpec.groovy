package journeys

import dev.sojourn.testkit.JourneySpecification

class HelloSpec extends JourneySpecification {

  def "a new contact is greeted at once and again after thirty seconds"() {
    given:
    contact 'ada@example.com', firstName: 'Ada'

    when:
    arrives 'user.signed_up'

    then:
    sent == ['hello']
    mails[0].subject == 'Hello, Ada'
    status == 'waiting'

    when:
    timePasses 30.seconds

    then:
    sent == ['hello', 'hello-again']
    mails[1].at == mails[0].at + 30.seconds
    status == 'completed'
    crashEverywhere()
  }

  def "a second sign-up meanwhile changes nothing, a later one greets again"() {
    when:
    arrives 'user.signed_up'
    arrives 'user.signed_up'
    timePasses 1.minute
    arrives 'user.signed_up'

    then:
    skipReasons == ['already_active']
    sent == ['hello', 'hello-again', 'hello']
  }
}
