package journeys

import dev.sojourn.testkit.JourneySpecification

class PaymentRecoverySpec extends JourneySpecification {

  def setup() {
    contact 'ada@example.com'
    arrives 'payment.failed', invoiceId: 'i1'
  }

  def "a payment that never succeeds is tried three times, then a person must act"() {
    when:
    timePasses 9.days

    then:
    mails*.props*.attempt == [1, 2, 3]
    mails*.html.collect { it.contains('the last time') } == [false, false, true]
    history == ['payment.failed'] + ['payment.retry'] * 3 + ['invoice.escalated']
    status('i1') == 'exited'
    reason == 'escalated'
  }

  def "a payment that succeeds at attempt #attempt ends it"() {
    when:
    timePasses((3 * attempt - 1).days)
    arrives 'payment.succeeded', invoiceId: 'i1'
    timePasses 30.days

    then:
    sent.size() == attempt
    label == 'recovered'
    status('i1') == 'completed'

    where:
    attempt << [1, 2, 3]
  }

  def "the payment of another invoice changes nothing"() {
    when:
    timePasses 2.days
    arrives 'payment.succeeded', invoiceId: 'i2'
    timePasses 7.days

    then:
    status('i1') == 'exited'
    reason == 'escalated'
  }

  def "a voided invoice is not dunned"() {
    when:
    timePasses 1.day
    arrives 'invoice.voided', invoiceId: 'i1'
    timePasses 30.days

    then:
    sent == ['payment-failed']
    reason == 'invoice.voided'
  }
}
