package dev.sojourn.runtime.email

import dev.sojourn.core.verdict.TestMode
import io.vertx.core.Future
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

  def "while the provider has not verified the domain mails stay in the house, and go out once it has"() {
    given:
    def told = [Optional.of(false), Optional.of(false), Optional.of(true)] as LinkedList
    provider.domains = { domain -> domain == 'example.com' ? Future.succeededFuture(told.poll()) : Future.failedFuture('of another') }
    mailer(watched('qa@example.com'))
    def begin = clock.instant()

    when: 'what was said is believed for a minute'
    def first = [queued(contact('ada@example.org')), queued(contact('bob@example.org'))].each { await(settled(it)) }
    clock.reaches(begin.plusSeconds(30))
    await(settled(queued(contact('cyd@example.org'))))

    then:
    first.every { outcome(it).told() == 'sent' }
    provider.mails*.to().toSet() == ['qa@example.com'] as Set
    provider.mails*.from().toSet() == ['try@provider.example'] as Set
    told.size() == 2

    when:
    clock.reaches(begin.plusSeconds(120))
    await(settled(queued(contact('dan@example.org'))))
    clock.reaches(begin.plusSeconds(240))
    provider.mails.clear()
    await(settled(queued(contact('eva@example.org'))))

    then:
    told.empty
    provider.mails*.to() == ['eva@example.org']
    provider.mails*.from() == ['Sojourn <hello@example.com>']

    when: 'a domain that is verified is asked about less'
    clock.reaches(begin.plusSeconds(240 + 500))
    await(settled(queued(contact('fay@example.org'))))

    then:
    provider.mails*.to() == ['eva@example.org', 'fay@example.org']
  }

  def "a provider that #says keeps no mail back"() {
    given:
    provider.domains = { domain -> answer }
    mailer(watched('qa@example.com'))

    when:
    await(settled(queued(contact('ada@example.org'))))

    then:
    provider.mails*.to() == ['ada@example.org']
    provider.mails*.from() == ['Sojourn <hello@example.com>']

    where:
    says                   | answer
    'does not tell'        | Future.succeededFuture(Optional.empty())
    'cannot tell now'      | Future.failedFuture('away')
    'verified the domain'  | Future.succeededFuture(Optional.of(true))
  }

  def "without a house, mails of a domain that is not verified do not go out"() {
    given:
    provider.domains = { domain -> Future.succeededFuture(Optional.of(false)) }
    mailer(watched(null))

    when:
    def send = queued(contact('ada@example.org'))
    await(settled(send))

    then:
    outcome(send).reason() == 'test_mode_blocked'
  }

  private static EmailSettings settings(TestMode mode) {
    new EmailSettings('Sojourn <hello@example.com>', false, null, mode, null)
  }

  private static EmailSettings watched(String target) {
    new EmailSettings('Sojourn <hello@example.com>', false, null, new TestMode(false, target), 'example.com')
  }
}
