// Clerk signs with Svix. Deletions are events alone: a contact is erased by whoever answers for it.
source('clerk') {
  svix 'CLERK_WEBHOOK_SECRET'

  expects type: 'text', 'data.id': 'text'

  transform { payload, raw ->
    def names = [
        'user.created'         : 'contact.created',
        'user.updated'         : 'contact.updated',
        'user.deleted'         : 'contact.deleted',
        'waitlistEntry.created': 'waitlist.joined'
    ]
    def type = payload.text('type')
    def name = names[type]
    if (name == null) {
      return null
    }
    def key = raw.header('svix-id') ?: raw.header('webhook-id')
    if (type == 'user.deleted') {
      return event(name, userId: payload.text('data.id'), idempotencyKey: key)
    }
    if (type == 'waitlistEntry.created') {
      return event(name,
          userId: payload.text('data.user_id'),
          email: payload.text('data.email_address') ?: payload.text('data.email'),
          eventProperties: [waitlistEntryId: payload.text('data.id')],
          idempotencyKey: key)
    }
    def primary = payload.first('data.email_addresses', 'id', payload.text('data.primary_email_address_id'))
    event name,
        userId: payload.text('data.id'),
        email: primary.text('email_address') ?: payload.text('data.email_addresses.0.email_address'),
        contactProperties: [
            firstName: payload.text('data.first_name'),
            lastName : payload.text('data.last_name'),
            username : payload.text('data.username'),
            imageUrl : payload.text('data.image_url')
        ].findAll { property, value -> value != null },
        idempotencyKey: key
  }
}
