package journeys

import dev.sojourn.testkit.JourneySpecification

class FeedbackRequestSpec extends JourneySpecification {

  def "an order asks for feedback when it has been used for three days"() {
    when:
    arrives 'order.delivered', orderId: 'o1'
    timePasses 3.days

    then:
    mails*.props == [[orderId: 'o1']]
    status('o1') == 'completed'
  }

  def "a second order #days days later: #end"() {
    given:
    arrives 'order.delivered', orderId: 'o1'

    when:
    timePasses days.days
    arrives 'order.delivered', orderId: 'o2'
    timePasses 3.days

    then:
    status('o2') == end
    reason == why
    sent.size() == count

    where:
    days || end         | why            | count
    1    || 'exited'    | 'asked-lately' | 1
    59   || 'exited'    | 'asked-lately' | 1
    61   || 'completed' | null           | 2
  }

  def "who left mails about feedback is not asked"() {
    when:
    unsubscribes 'feedback'
    arrives 'order.delivered', orderId: 'o1'
    timePasses 3.days

    then:
    sent == []
    status('o1') == 'completed'
  }
}
