// Dates: reminders are counted back from a date of the contact, and follow it when it moves.
journey('renewal-reminders') {
  name       'Renewal: reminders'
  trigger    'subscription.changed'
  entryLimit unlimited
  onRepeat   restart
  exitOn     'subscription.cancelled'

  steps {
    for (days in [30, 7, 1]) {
      def due = date(contact.renewsAt) - days.days

      // Who subscribes for two weeks is not told that thirty days are left.
      if (due > now()) {
        sleepUntil due, label: "$days-days-before"
        sendEmail 'renewal-reminder', props: [days: days, renewsAt: contact.renewsAt]
      }
    }
  }
}
