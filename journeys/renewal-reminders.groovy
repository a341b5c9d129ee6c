// Dates: who renews is reminded before the day, and the day is followed when it moves.
journey('renewal-reminders') {
  name       'Renewal: reminders'
  trigger    on: { contact.renewsAt - 30.days }, at: '09:00'
  entryLimit unlimited
  // Another day, another run: thirty days before that.
  exitOn     'contact:changed', where { renewsAt != null }
  exitOn     'subscription.cancelled'

  steps {
    sendEmail 'renewal-reminder', props: [days: 30, renewsAt: event.renewsAt]

    for (days in [7, 1]) {
      sleepUntil((when.on(event.renewsAt) - days.days).at('09:00'), label: "$days-days-before")
      sendEmail 'renewal-reminder', props: [days: days, renewsAt: event.renewsAt]
    }
  }
}
