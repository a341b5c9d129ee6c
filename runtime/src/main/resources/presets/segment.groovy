source('segment') {
  hmac 'SEGMENT_WEBHOOK_SECRET', header: 'x-signature'

  expects type: 'text', messageId: 'text?'

  transform { payload, raw ->
    def userId = payload.text('userId') ?: payload.text('anonymousId')
    def key = payload.text('messageId') ?: 'segment:' + raw.digest
    if (payload.text('type') == 'identify') {
      return event('contact.updated',
          userId: userId,
          email: payload.text('traits.email'),
          contactProperties: payload.fields('traits').findAll { trait, value -> trait != 'email' },
          idempotencyKey: key,
          timestamp: payload.text('timestamp'))
    }
    def name = payload.text('event') ?: ''
    if (payload.text('type') != 'track' || name.isEmpty()) {
      return null
    }
    event name,
        userId: userId,
        email: payload.text('context.traits.email') ?: payload.text('properties.email'),
        eventProperties: payload.fields('properties'),
        idempotencyKey: key,
        timestamp: payload.text('timestamp')
  }
}
