// Straight-line code with waits in it: what comes next depends on what the contact did.
journey('welcome') {
  name       'Activation: welcome series'
  trigger    'user.created'
  entryLimit once
  exitOn     'user.deleted', 'trial.converted'
  suppress   12.hours

  steps {
    sendEmail 'welcome'

    sleepFor 2.days, label: 'after-welcome'
    if (history.hasEvent('feature.used')) {
      sendEmail 'tips'
      return
    }

    sendEmail 'nudge'
    def use = waitForEvent 'feature.used', timeout: 5.days
    if (use.timedOut) {
      sendEmail 'offer-help'
    }
  }
}
