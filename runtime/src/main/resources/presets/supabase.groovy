// Supabase signs its auth hooks with Svix, and database webhooks carry what headers one gives them.
source('supabase') {
  svix  'SUPABASE_WEBHOOK_SECRET'
  match 'SUPABASE_WEBHOOK_SECRET', header: 'x-supabase-webhook-secret'

  expects type: 'text', schema: 'text', table: 'text'

  transform { payload, raw ->
    if (payload.text('schema') != 'auth' || payload.text('table') != 'users') {
      return null
    }
    def key = raw.header('svix-id') ?: raw.header('webhook-id') ?: 'supabase:' + raw.digest
    def names = [INSERT: 'contact.created', UPDATE: 'contact.updated', DELETE: 'contact.deleted']
    def name = names[payload.text('type')]
    if (name == null) {
      return null
    }
    if (name == 'contact.deleted') {
      return event(name, userId: payload.text('old_record.id'), idempotencyKey: key)
    }
    event name,
        userId: payload.text('record.id'),
        email: payload.text('record.email'),
        contactProperties: payload.fields('record.raw_user_meta_data'),
        idempotencyKey: key
  }
}
