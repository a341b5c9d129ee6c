source('posthog') {
  match 'POSTHOG_WEBHOOK_SECRET', header: 'x-posthog-webhook-secret'

  expects 'event.event': 'text', 'event.distinct_id': 'text'

  transform { payload, raw ->
    def name = payload.text('event.event') ?: ''
    event name,
        userId: payload.text('event.distinct_id'),
        email: payload.text('person.properties.email'),
        eventProperties: payload.fields('event.properties'),
        idempotencyKey: payload.text('event.uuid') ?: 'posthog:' + raw.digest,
        timestamp: payload.text('event.timestamp')
  }
}
