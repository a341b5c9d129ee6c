package dev.sojourn.runtime.email

import dev.sojourn.core.schedule.Backoff
import dev.sojourn.runtime.email.DeadLetter.Answer
import io.vertx.core.Future

/** Mails that were given up, and sent again after all. */
class DeadLettersDatabaseSpec extends MailerSpecification {
  DeadLetters letters = new DeadLetters(vertx, database, clock, sends)

  def "a mail that was given up goes out with the same bytes and key when it is retried"() {
    given:
    def send = givenUp()
    def letter = only()
    def before = provider.messages.toSet()

    expect:
    letter.source() == 'email'
    letter.sourceId() == send
    letter.attempts() == 8
    letter.status() == 'pending'

    when:
    def answer = await(letters.retry(letter.id()))

    then:
    answer == Answer.DONE
    eventually { assert outcome(send).told() == 'sent' }
    before.size() == 1
    provider.messages.toSet() == before
    provider.mails*.idempotencyKey().toSet().size() == 1
    only().status() == 'retried'
    only().resolvedAt() != null
  }

  def "a letter is decided once: after #first, #second says it is not pending"() {
    given:
    givenUp()
    provider.hold()
    def id = only().id()

    expect:
    await(letters."$first"(id)) == Answer.DONE
    await(letters."$second"(id)) == Answer.NOT_PENDING

    where:
    first     | second
    'retry'   | 'retry'
    'retry'   | 'discard'
    'discard' | 'retry'
    'discard' | 'discard'
  }

  def "of many who retry one letter at once one does, and it goes out once"() {
    given:
    def send = givenUp()
    provider.mails.clear()
    def id = only().id()

    when:
    def answers = await(Future.join((1..8).collect { letters.retry(id) })).list()

    then:
    answers.count { it == Answer.DONE } == 1
    answers.count { it == Answer.NOT_PENDING } == 7
    eventually { assert outcome(send).told() == 'sent' }
    provider.mails.size() == 1
  }

  def "a letter whose mail is not failed any more sends nothing"() {
    given:
    def send = givenUp()
    await(database.run("update sends set status = 'delivered' where id = \$1::int8", send))
    provider.mails.clear()

    expect:
    await(letters.retry(only().id())) == Answer.NOT_FAILED
    outcome(send).told() == 'sent'
    only().status() == 'pending'
    provider.mails.empty
  }

  def "a letter that nobody has is unknown"() {
    expect:
    await(letters.retry(7)) == Answer.UNKNOWN
    await(letters.discard(7)) == Answer.UNKNOWN
  }

  def "who wants no mail any more gets none by a retry either"() {
    given:
    def send = givenUp()
    def contact = view(send).contactId()
    prefer(contact, 'ada@example.com', false, true, [:])

    when:
    await(letters.retry(only().id()))

    then:
    eventually { assert outcome(send).told() == 'unsubscribed' }
  }

  def "a retry that is given up again is a letter of its own"() {
    given:
    def send = givenUp()

    when:
    provider.script = (1..8).collect { ProviderFailure.retryable('still away', null) }
    await(letters.retry(only().id()))
    tried(send)

    then:
    await(letters.list('email', 'pending', 10, 0)).total() == 1
    await(letters.list(null, null, 10, 0)).items()*.status() == ['pending', 'retried']
  }

  def "a failed mail that is sent again settles its letter"() {
    given:
    def send = givenUp()

    when:
    def again = await(letters.resend(send))

    then:
    again.get() == send
    only().status() == 'retried'
    eventually { assert outcome(send).told() == 'sent' }
    await(letters.resend(send)).empty
  }

  def "a mail that failed before it was made is made anew, for the address of now"() {
    given:
    mailer()
    def ada = contact('ada@example.com')
    def send = queued(ada, template: 'welcome', props: [:])
    await(settled(send))
    await(database.run("update sends set request = '{\"props\": {\"plan\": \"pro\"}}' where id = \$1::int8", send))
    await(database.run("update contacts set email = 'lovelace@example.com' where id = \$1::int8", ada))

    when:
    await(letters.resend(send))

    then:
    eventually { assert outcome(send).told() == 'sent' }
    view(send).to() == 'lovelace@example.com'
  }

  def "a mail that came back goes again as a mail of its own, with the same body, once"() {
    given:
    mailer()
    def send = queued(contact('ada@example.com'))
    await(settled(send))
    await(database.run("update sends set status = 'bounced'"))

    when:
    def all = await(Future.join((1..4).collect { letters.resend(send) })).list()
    def again = all.find { it.present }.get()

    then:
    all.count { it.present } == 1
    again != send
    eventually { assert outcome(again).told() == 'sent' }
    provider.mails*.html().toSet().size() == 1
    provider.mails*.idempotencyKey().toSet().size() == 2
    view(send).status() == SendStatus.BOUNCED
  }

  def "a mail that is #status is not sent again"() {
    given:
    def send = queued(contact('ada@example.com'))
    await(database.run('update sends set status = $1::text', status))

    expect:
    await(letters.resend(send)).empty

    where:
    status << ['queued', 'sent', 'delivered', 'suppressed', 'cancelled', 'complained']
  }

  private DeadLetter only() {
    def page = await(letters.list(null, null, 10, 0))
    assert page.total() == 1
    page.items()[0]
  }

  /** A mail that the provider has not taken for as often as it is tried. */
  private long givenUp() {
    provider.script = (1..8).collect { ProviderFailure.retryable('away', null) }
    mailer()
    def send = queued(contact('ada@example.com'))
    tried(send)
    send
  }

  private void tried(long send) {
    (1..7).each { times ->
      eventually { assert view(send).attempts() == times && view(send).reason() == 'retrying' && view(send).dueAt() > clock.instant() }
      clock.reaches(times < 7 ? view(send).dueAt() : view(send).dueAt() + Backoff.OUTWARD.span())
      mailers[0].nudge()
    }
    eventually { assert view(send).status() == SendStatus.FAILED }
  }
}
