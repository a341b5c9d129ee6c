// Keys and digests: each cart has a run of its own, and one mail tells of all that is in it.
journey('abandoned-cart') {
  name       'Cart: left behind'
  trigger    'cart.item_added', where { price > 0 }
  entryLimit unlimited
  key        'cartId'
  exitOn     'order.placed', sameKey: true

  steps {
    // Nobody wants a mail for each item: four hours are gathered, the first item included.
    def cart = digest window: 4.hours, where: where { cartId == event.cartId }
    def products = cart.events.collect { it.properties.product }

    sendEmail 'cart-reminder', props: [cartId: event.cartId, products: products]
    sleepFor 3.days
    sendEmail 'cart-last-call', props: [cartId: event.cartId]
  }
}
