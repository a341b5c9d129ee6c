journey('journey') {
  name       'Every word'
  trigger    'begin'
  entryLimit unlimited
  key        'cart'

  steps {
    log "hello ${contact.id}, it is ${now()}"
    def began = now()
    def facts = once('facts') { key -> [key: key, at: began, gap: 3.hours, list: [1, 2.5, null, true]] }
    if (!history.hasEvent('paid', within: 2.days)) {
      checkpoint 'unpaid'
    }

    def sent = sendEmail 'first', props: [plan: "${contact.plan}"]
    try {
      sendEmail 'second', label: 'the failing one'
    } catch (StepFailed e) {
      log e.message
    }

    sleepFor 2.days
    sleepFor 1.hours, label: 'nap'
    sleepUntil now() - 1.hours
    def first = waitForEvent 'paid', timeout: 3.days, sameKey: true, lookback: 1.hours,
        where: where { amount >= 10 && (plan == 'pro' || vip == true) }
    def second = waitForEvent 'paid', timeout: 1.days, label: 'never'
    log "${sent.status} ${first.properties.amount} ${second.timedOut} ${facts}"
    checkpoint 'the end'
  }
}
