// Loops and escalation: it is tried again and told more firmly each time, until somebody must act.
journey('payment-recovery') {
  name       'Payment: recovery'
  trigger    'payment.failed'
  entryLimit unlimited
  key        'invoiceId'
  exitOn     'invoice.voided', sameKey: true

  steps {
    for (attempt in 1..3) {
      sendEmail 'payment-failed', props: [invoiceId: event.invoiceId, attempt: attempt, last: attempt == 3]
      sleepFor 2.days

      // The billing system listens for it, and says how it went.
      trigger 'payment.retry', properties: [invoiceId: event.invoiceId, attempt: attempt]
      def paid = waitForEvent 'payment.succeeded', timeout: 1.day, sameKey: true
      if (!paid.timedOut) {
        checkpoint 'recovered'
        return
      }
    }

    trigger 'invoice.escalated', properties: [invoiceId: event.invoiceId]
    exit 'escalated'
  }
}
