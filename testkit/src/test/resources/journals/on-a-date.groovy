
journey('renewal') {
  trigger    on: { contact.renewsAt - 30.days }, at: '09:00'
  entryLimit unlimited

  steps {
    def first = history.email('offer').sent
    log "${event.renewsAt} ${event.date} ${event.eventName}"
    sendEmail 'offer'
    if (contact.renewsAt) {
      sleepUntil((when.on(contact.renewsAt) - 7.days).at('09:00'))
    }
    checkpoint "${first} ${history.journey('renewal').entryCount}"
  }
}
