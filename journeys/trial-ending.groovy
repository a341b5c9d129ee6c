// Conditions: who enters, what ends it early, and which event a wait is for.
journey('trial-ending') {
  name       'Trial: before it ends'
  trigger    'trial.started', where { plan == 'pro' }
  entryLimit oncePer(90.days)
  exitOn     'subscription.started', where { plan == 'pro' }

  steps {
    sleepFor 11.days, label: 'most-of-the-trial'
    sendEmail 'trial-ending', props: [daysLeft: 3]

    // A shorter extension does not count: the wait goes on, with its old deadline.
    def extension = waitForEvent 'trial.extended', timeout: 3.days, where: where { days >= 7 }
    if (extension.timedOut) {
      sendEmail 'trial-ended'
    } else {
      checkpoint 'extended'
    }
  }
}
