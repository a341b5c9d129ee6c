source('intercom') {
  hmac 'INTERCOM_CLIENT_SECRET', header: 'x-hub-signature', algorithm: 'sha1', prefix: 'sha1='

  expects topic: 'text', id: 'text?', 'data.item': 'object?'

  transform { payload, raw ->
    def names = [
        'conversation.user.created'  : 'support.conversation_started',
        'conversation.admin.closed'  : 'support.resolved',
        'conversation.admin.assigned': 'support.escalated',
        'conversation.rating.added'  : 'support.rated'
    ]
    def name = names[payload.text('topic')]
    if (name == null) {
      return null
    }
    def item = payload.object('data.item')
    def userId = item.text('user.external_id') ?: item.text('contacts.contacts.0.external_id') ?: item.text('source.author.external_id')
    def email = item.text('user.email') ?: item.text('source.author.email')
    if (userId == null && email == null) {
      return null
    }
    event name,
        userId: userId,
        email: email,
        eventProperties: [
            conversationId: item.text('id'),
            rating        : item.number('conversation_rating.rating'),
            assigneeId    : item.text('admin_assignee_id')
        ].findAll { key, value -> value != null },
        idempotencyKey: 'intercom:' + (payload.text('id') ?: raw.digest),
        timestamp: payload.number('created_at')
  }
}
