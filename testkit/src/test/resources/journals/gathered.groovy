
journey('cart') {
  trigger    'item.added'
  entryLimit unlimited
  key        'cart'
  suppress   1.hour
  quietHours '22:00', '07:00'
  priority   10

  steps {
    def added = digest window: 2.hours
    log "${added.events*.properties*.n}"
    def arm = variant('subject', 'short', 'long')
    def more = throttle limit: 3, window: 7.days
    def mail = sendEmail 'offer', subject: arm, props: [items: added.events*.properties], onStopped: hold
    if (more.allowed && mail.opened(within: 1.day)) {
      sendEmail 'receipt', onStopped: skip
    }
    waitForChange 'plan', timeout: 2.days
    sleepUntil when.next(monday).at('09:00')
    if (!guard.isSubscribed()) {
      exit 'left'
    }
  }
}
