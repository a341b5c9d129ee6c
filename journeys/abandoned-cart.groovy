// Keys: a contact may have several carts, and each of them has a run of its own.
journey('abandoned-cart') {
  name       'Cart: left behind'
  trigger    'cart.updated', where { items > 0 }
  entryLimit unlimited
  key        'cartId'
  exitOn     'order.placed', sameKey: true

  steps {
    // Each change of the cart begins the four hours again.
    def change = waitForEvent 'cart.updated', timeout: 4.hours, sameKey: true, label: 'quiet'
    while (!change.timedOut) {
      change = waitForEvent 'cart.updated', timeout: 4.hours, sameKey: true, label: 'quiet'
    }

    sendEmail 'cart-reminder', props: [cartId: event.cartId]
    sleepFor 3.days
    sendEmail 'cart-last-call', props: [cartId: event.cartId]
  }
}
