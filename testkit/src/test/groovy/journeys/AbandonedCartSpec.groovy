package journeys

import dev.sojourn.testkit.JourneySpecification

class AbandonedCartSpec extends JourneySpecification {

  def "one mail tells of all that was put into the cart, another one recalls it"() {
    given:
    contact 'ada@example.com'

    when:
    arrives 'cart.item_added', cartId: 'c1', product: 'Kettle', price: 40
    timePasses 3.hours
    arrives 'cart.item_added', cartId: 'c1', product: 'Espresso cups', price: 12
    timePasses 4.days

    then:
    sent == ['cart-reminder', 'cart-last-call']
    mails[0].props.products == ['Kettle', 'Espresso cups']
    mails[0].html.contains('<li>Espresso cups</li>')
    status('c1') == 'completed'
  }

  def "nothing is sent before the four hours are over"() {
    when:
    arrives 'cart.item_added', cartId: 'c1', product: 'Kettle', price: 40
    timePasses 4.hours - 1.second

    then:
    sent == []

    when:
    timePasses 1.second

    then:
    sent == ['cart-reminder']
  }

  def "carts do not know of each other"() {
    given:
    arrives 'cart.item_added', cartId: 'c1', product: 'Kettle', price: 40
    arrives 'cart.item_added', cartId: 'c2', product: 'Teapot', price: 25

    when:
    timePasses 2.hours
    arrives 'order.placed', cartId: 'c2'
    timePasses 10.days

    then:
    status('c2') == 'exited'
    status('c1') == 'completed'
    mails*.props*.cartId == ['c1', 'c1']
    mails[0].props.products == ['Kettle']
  }

  def "#what lets nobody in: #reason"() {
    when:
    arrives properties, 'cart.item_added'

    then:
    skipReasons == [reason]

    where:
    what                | properties                                || reason
    'a free sample'     | [cartId: 'c1', product: 'Tea', price: 0]  || 'trigger_conditions_not_met'
    'a cart without id' | [product: 'Kettle', price: 40]            || 'key_missing'
  }
}
