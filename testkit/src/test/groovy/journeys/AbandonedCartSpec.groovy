package journeys

import dev.sojourn.testkit.JourneySpecification

class AbandonedCartSpec extends JourneySpecification {

  def "a cart left behind is recalled twice"() {
    when:
    arrives 'cart.updated', cartId: 'c1', items: 2
    timePasses 4.days

    then:
    sent == ['cart-reminder', 'cart-last-call']
    mails*.props == [[cartId: 'c1']] * 2
    status('c1') == 'completed'
    crashEverywhere()
  }

  def "each change of the cart begins the four hours again"() {
    given:
    arrives 'cart.updated', cartId: 'c1', items: 1

    when:
    3.times {
      timePasses 3.hours
      arrives 'cart.updated', cartId: 'c1', items: it + 2
    }

    then:
    sent == []

    when:
    timePasses 4.hours

    then:
    sent == ['cart-reminder']
    crashEverywhere()
  }

  def "carts do not know of each other"() {
    given:
    arrives 'cart.updated', cartId: 'c1', items: 1
    timePasses 3.hours
    arrives 'cart.updated', cartId: 'c2', items: 1

    when:
    timePasses 2.hours

    then: 'the change of the second is none of the first'
    mails*.props == [[cartId: 'c1']]

    when:
    arrives 'order.placed', cartId: 'c2'
    timePasses 10.days

    then:
    status('c2') == 'exited'
    status('c1') == 'completed'
    mails*.props*.cartId == ['c1', 'c1']
    crashEverywhere()
  }

  def "#what lets nobody in: #reason"() {
    when:
    arrives properties, 'cart.updated'

    then:
    skipReasons == [reason]

    where:
    what                | properties               || reason
    'an empty cart'     | [cartId: 'c1', items: 0] || 'trigger_conditions_not_met'
    'a cart without id' | [items: 1]               || 'key_missing'
  }
}
