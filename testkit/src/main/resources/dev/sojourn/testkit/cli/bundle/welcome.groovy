// Welcomes who has signed up, and asks once more if nothing has happened for two days.
journey('welcome') {
  name       'Welcome'
  trigger    'user.created'
  entryLimit once
  exitOn     'user.deleted'
  suppress   0.seconds

  steps {
    sendEmail 'welcome'

    def first = waitForEvent 'feature.used', timeout: 2.days, label: 'first-use'
    if (first.timedOut) {
      sendEmail 'welcome', subject: 'Shall we try it together?'
    }
  }
}
