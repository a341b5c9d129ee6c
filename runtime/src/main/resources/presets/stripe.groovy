source('stripe') {
  stripe 'STRIPE_WEBHOOK_SECRET'

  expects id: 'text', type: 'text', 'data.object': 'object'

  transform { payload, raw ->
    def type = payload.text('type') ?: ''
    def key = payload.text('id')
    def at = payload.number('created')
    if (type == 'customer.deleted') {
      return event('contact.deleted', userId: payload.text('data.object.id'), idempotencyKey: key, timestamp: at)
    }
    if (type == 'customer.created' || type == 'customer.updated') {
      return event('contact.' + type.substring('customer.'.length()),
          userId: payload.text('data.object.id'),
          email: payload.text('data.object.email'),
          contactProperties: [name: payload.text('data.object.name'), phone: payload.text('data.object.phone')]
              .findAll { property, value -> value != null },
          idempotencyKey: key,
          timestamp: at)
    }
    def isSubscription = type.startsWith('customer.subscription.')
    if (!isSubscription && !type.startsWith('invoice.')) {
      return null
    }
    def customer = payload.text('data.object.customer') ?: payload.text('data.object.customer.id')
    if (customer == null) {
      return null
    }
    def status = payload.text('data.object.status')
    def properties = isSubscription
        ? [subscriptionId: payload.text('data.object.id'), plan: payload.text('data.object.items.data.0.price.id'), status: status]
        : [invoiceId: payload.text('data.object.id'), amountDue: payload.number('data.object.amount_due'),
           amountPaid: payload.number('data.object.amount_paid'), currency: payload.text('data.object.currency'), status: status]
    def name = isSubscription ? type.substring('customer.'.length()) : type
    event name,
        userId: customer,
        email: payload.text('data.object.customer_email'),
        eventProperties: properties,
        idempotencyKey: key,
        timestamp: at
  }
}
