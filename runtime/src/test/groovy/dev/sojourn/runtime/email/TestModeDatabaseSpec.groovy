package dev.sojourn.runtime.email

import dev.sojourn.core.verdict.TestMode
import java.time.Duration

/** Mails that stay in the house. */
class TestModeDatabaseSpec extends MailerSpecification {
  static final QA = settings(new TestMode(true, 'qa@example.com'))

  def "a mail goes to the test address, is counted for its own, and says so in its subject"() {
    given:
    mailer(QA)

    when:
    def send = queued(contact('ada@example.org'))
    await(settled(send))

    then:
    provider.mails*.to() == ['qa@example.com']
    provider.mails*.subject() == ['[TEST → ada@example.org] Welcome, ada']
    view(send).to() == 'ada@example.org'
  }

  def "a gap of a journey holds for the original address, not for the test address"() {
    given:
    mailer(QA)
    def ada = contact('ada@example.org')

    when:
    def sends = [queued(ada, suppress: Duration.ofHours(1)), queued(contact('bob@example.org'), suppress: Duration.ofHours(1))]
    sends.each { await(settled(it)) }
    def again = queued(ada, suppress: Duration.ofHours(1))
    await(settled(again))

    then:
    sends.every { outcome(it).told() == 'sent' }
    outcome(again).reason() == 'journey_suppressed'
  }

  def "whoever wants no mail gets none in the test mode either"() {
    given:
    mailer(QA)
    def ada = contact('ada@example.org')
    prefer(ada, 'ada@example.org', false, true, [:])

    when:
    def send = queued(ada)
    await(settled(send))

    then:
    outcome(send).told() == 'unsubscribed'
    provider.mails.empty
  }

  def "what the provider says of the test address does not count against the original"() {
    given:
    mailer(QA)
    provider.script = [ProviderFailure.bounced('inactive')]

    when:
    def send = queued(contact('ada@example.com'))

    then:
    await(settled(send)) != null
    outcome(send).reason() == 'provider_refused'
    rows('select from preferences').empty
  }

  def "without a test address nothing goes out"() {
    given:
    mailer(settings(new TestMode(true, null)))

    when:
    def send = queued(contact('ada@example.org'))
    await(settled(send))

    then:
    outcome(send).told() == 'skipped'
    outcome(send).reason() == 'test_mode_blocked'
    provider.mails.empty
  }

  def "a mail that was to be tried again when the mode was turned on #what"() {
    given:
    provider.script = [ProviderFailure.retryable('busy', null)]
    mailer()
    def send = queued(contact('ada@example.org'))
    eventually { assert view(send).reason() == 'retrying' }
    closeMailers()
    provider.mails.clear()

    when:
    clock.reaches(view(send).dueAt())
    mailer(settings(mode))
    await(settled(send))

    then:
    provider.mails*.to() == to
    outcome(send).told() == told

    where:
    what                     | mode                                || to                 | told
    'goes to the house'      | new TestMode(true, 'qa@example.com') || ['qa@example.com'] | 'sent'
    'stays, without a house' | new TestMode(true, null)            || []                 | 'skipped'
  }

  private static EmailSettings settings(TestMode mode) {
    new EmailSettings('Sojourn <hello@example.com>', false, null, mode)
  }
}
