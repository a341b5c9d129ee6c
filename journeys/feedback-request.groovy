// Limits: what is only nice to have steps back when the contact was asked already.
journey('feedback-request') {
  name       'Feedback: how was it'
  trigger    'order.delivered'
  entryLimit unlimited
  key        'orderId'
  category   'feedback'

  steps {
    sleepFor 3.days

    // It looks and reserves nothing: two orders due in the same instant may both ask.
    def asked = throttle limit: 1, window: 60.days, category: 'feedback'
    if (!asked.allowed) {
      exit 'asked-lately'
    }

    sendEmail 'feedback-request', props: [orderId: event.orderId]
  }
}
