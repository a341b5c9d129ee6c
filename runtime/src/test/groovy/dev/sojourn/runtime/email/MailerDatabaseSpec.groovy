package dev.sojourn.runtime.email

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.config.DatabaseUrl
import dev.sojourn.runtime.config.SmtpUrl
import io.vertx.core.Future
import io.vertx.core.Promise
import java.nio.file.Path
import java.sql.DriverManager
import java.time.Duration
import spock.lang.TempDir

class MailerDatabaseSpec extends MailerSpecification {
  @TempDir Path home

  def "a queued mail goes out once, and its run hears of it"() {
    given:
    def ada = contact('ada@example.com', [firstName: 'Ada'])
    mailer()

    when:
    def send = queued(ada, run: 41, props: [plan: 'pro'])

    then:
    await(settled(send)) == 41
    outcome(send).told() == 'sent'
    outcome(send).sentAt() != null
    with(provider.mails) {
      size() == 1
      first().to() == 'ada@example.com'
      first().from() == 'Sojourn <hello@example.com>'
      first().subject() == 'Welcome, Ada'
      first().html().contains('You chose pro.')
      first().html().contains('in Welcome journey')
      first().text().contains('You chose pro.')
    }
    with(view(send)) {
      attempts() == 1
      to() == 'ada@example.com'
      provider() == 'scripted'
      task() == 'journey:welcome'
    }
  }

  def "the caller's values and subject win, and so does another address"() {
    given:
    def ada = contact('ada@example.com', [name: 'Ada L.'])
    mailer()

    when:
    def send = queued(ada, props: [plan: 'pro', name: 'Countess'], subject: 'Grüße', to: 'office@example.com')
    await(settled(send))

    then:
    with(provider.mails.first()) {
      to() == 'office@example.com'
      subject() == 'Grüße'
      html().contains('Hello Countess')
    }
  }

  def "a mail to #email of template #template fails at once: #error"() {
    given:
    def somebody = contact(email)
    mailer()

    when:
    def send = queued(somebody, [template: template, props: props, to: to])

    then:
    await(settled(send)) != null
    outcome(send).told() == 'failed'
    outcome(send).reason() == reason
    outcome(send).error().contains(error)
    provider.mails.empty

    where:
    email             | template  | props         | to            || reason          | error
    null              | 'welcome' | [plan: 'pro'] | null          || 'no_address'    | 'contact has no email address'
    'ada@example.com' | 'welcome' | [:]           | null          || 'render_failed' | "required prop 'plan' is missing"
    'ada@example.com' | 'welcome' | [plan: 'pro'] | 'not an addr' || 'bad_address'   | "'not an addr' is not a mail address"
  }

  def "a mail that fails stops no other of its batch"() {
    given:
    def ada = contact('ada@example.com')
    def nobody = contact(null)
    def bad = queued(nobody)
    def good = (1..5).collect { queued(ada) }

    when:
    mailer()
    (good + bad).each { await(settled(it)) }

    then:
    outcome(bad).told() == 'failed'
    good.every { outcome(it).told() == 'sent' }
  }

  def "whoever #said gets no mail: #status"() {
    given:
    def ada = contact('ada@example.com')
    prefer(ada, address, suppressed, all, categories)
    mailer()

    when:
    def send = queued(ada)

    then:
    await(settled(send)) != null
    outcome(send).told() == status
    outcome(send).reason() == reason
    provider.mails.empty
    view(send).attempts() == 0
    view(send).to() == 'ada@example.com'

    where:
    said                | address           | suppressed | all   | categories          || status         | reason
    'is barred'         | 'ada@example.com' | true       | false | [:]                 || 'suppressed'   | 'address_suppressed'
    'wants no mail'     | 'ada@example.com' | false      | true  | [:]                 || 'unsubscribed' | 'unsubscribed_from_all'
    'left the category' | 'ada@example.com' | false      | false | [journey: false]    || 'unsubscribed' | 'unsubscribed_from_category'
  }

  def "a failure that may pass is tried again with the same bytes, when its time has come and not before"() {
    given:
    provider.script = [ProviderFailure.retryable('busy', null), ProviderFailure.busy('slow down', Duration.ofMinutes(10))]
    def mailer = mailer()

    when:
    def send = queued(contact('ada@example.com'))
    eventually { assert view(send).error() == 'busy' }

    then:
    with(view(send)) {
      status() == SendStatus.RENDERED
      reason() == 'retrying'
      attempts() == 1
      dueAt() > clock.instant()
      dueAt() <= clock.instant() + Duration.ofSeconds(5)
    }

    when: 'nothing is due'
    clock.passes(Duration.ofSeconds(2))
    mailer.nudge()
    def other = queued(contact('bob@example.com'))
    eventually { assert view(other).error() == 'slow down' }

    then: 'the provider had asked for ten minutes'
    provider.mails*.sendId() == [face(send), face(other)]
    view(other).dueAt() >= clock.instant() + Duration.ofMinutes(10) - Duration.ofSeconds(1)

    when:
    clock.passes(Duration.ofSeconds(3))
    mailer.nudge()

    then:
    await(settled(send)) != null
    outcome(send).told() == 'sent'
    view(send).attempts() == 2
    provider.mails.size() == 3
    provider.messages[2] == provider.messages[0]
    provider.mails[2].messageId() == provider.mails[0].messageId()
    provider.mails[2].idempotencyKey() == provider.mails[0].idempotencyKey()
  }

  def "a failure that never passes ends the send at once"() {
    given:
    provider.script = [ProviderFailure.permanent('550 no such user', null)]
    mailer()

    when:
    def send = queued(contact('ada@example.com'))

    then:
    await(settled(send)) != null
    with(outcome(send)) {
      told() == 'failed'
      reason() == 'provider_refused'
      error() == '550 no such user'
    }
    view(send).attempts() == 1
  }

  def "an address that the provider knows to take no mail is barred when it has said so of three"() {
    given:
    provider.script = (1..3).collect { ProviderFailure.bounced('inactive') }
    mailer()
    def ada = contact('Ada@example.com')

    expect:
    (1..4).collect { status(queued(ada)) } == ['failed', 'failed', 'failed', 'suppressed']
    rows("select email, bounce_count from preferences").collect { [it.getString(0), it.getInteger(1)] } == [['ada@example.com', 3]]
  }

  def "after eight tries the send has failed and lies among the dead letters"() {
    given:
    provider.script = (1..8).collect { ProviderFailure.retryable("try $it", null) }
    def mailer = mailer()

    when:
    def send = queued(contact('ada@example.com'))
    (1..7).each { n ->
      eventually { assert view(send).error() == "try $n" }
      assert view(send).status() == SendStatus.RENDERED
      clock.passes(Duration.ofHours(1))
      mailer.nudge()
    }

    then:
    await(settled(send)) != null
    outcome(send).told() == 'failed'
    outcome(send).error() == 'try 8'
    provider.mails.size() == 8
    provider.messages.toSet().size() == 1
    def letter = rows('select source, source_id, payload::text, error, status from dead_letters').first()
    letter.getString('source') == 'email'
    letter.getLong('source_id') == send
    Json.read(letter.getString('payload')).template == 'welcome'
    letter.getString('error') == 'try 8'
    letter.getString('status') == 'pending'
  }

  def "a cancel before the admission prevents the mail"() {
    given:
    def send = queued(contact('ada@example.com'), run: 77)
    cancelled(77)

    when:
    mailer()
    await(settled(queued(contact('bob@example.com'))))

    then:
    provider.mails*.to() == ['bob@example.com']
    outcome(send).told() == 'cancelled'
    outcome(send).reason() == 'run_ended'
  }

  def "a cancel between claim and admission prevents the mail"() {
    given: 'a mailer that waits for the address of the send'
    def ada = contact('ada@example.com')
    def send = queued(ada, run: 77)
    def holder = holding('ada@example.com')
    mailer()
    eventually { assert rows('select lease_until from sends where id = $1::int8', send).first().getOffsetDateTime(0) != null }

    when:
    cancelled(77)
    holder.release()
    await(settled(queued(contact('bob@example.com'))))

    then:
    provider.mails*.to() == ['bob@example.com']
    outcome(send).told() == 'cancelled'
  }

  def "whoever comes to the admission after the send was taken over sends nothing"() {
    given: 'a mailer that waits for the address of the send'
    def send = queued(contact('ada@example.com'))
    def holder = holding('ada@example.com')
    mailer()
    eventually { assert rows('select lease_until from sends where id = $1::int8', send).first().getOffsetDateTime(0) != null }

    when:
    rows('update sends set epoch = epoch + 1 where id = $1::int8', send)
    holder.release()
    await(settled(queued(contact('bob@example.com'))))

    then:
    provider.mails*.to() == ['bob@example.com']
    view(send).status() == SendStatus.QUEUED
  }

  def "an attempt whose sender died is not repeated when its run ends between the next claim and its admission"() {
    given:
    provider.hold()
    def dying = process()
    dying.mailer()
    def send = queued(contact('ada@example.com'), run: 77)
    provider.reached()
    dying.kill()
    provider.forget()

    and: 'a mailer that waits for the address of the send'
    clock.passes(Duration.ofMinutes(1))
    def holder = holding('ada@example.com')
    mailer()
    eventually { assert rows('select epoch from sends where id = $1::int8', send).first().getInteger(0) == 2 }

    when:
    cancelled(77)
    holder.release()
    await(settled(queued(contact('bob@example.com'))))

    then:
    provider.mails*.to() == ['ada@example.com', 'bob@example.com']
  }

  def "a cancel after the admission does not take the mail back, and what happened is recorded"() {
    given:
    provider.hold()
    mailer()
    def send = queued(contact('ada@example.com'), run: 77)
    provider.reached()

    when:
    cancelled(77)

    then:
    outcome(send).told() == 'queued'

    when:
    provider.go()
    await(settled(send))

    then:
    outcome(send).told() == 'sent'
  }

  def "an attempt that fails after its run has ended is not repeated"() {
    given:
    provider.hold()
    provider.script = [ProviderFailure.retryable('busy', null)]
    def mailer = mailer()
    def send = queued(contact('ada@example.com'), run: 77)
    provider.reached()
    cancelled(77)

    when:
    provider.go()
    eventually { assert outcome(send).told() == 'cancelled' }
    clock.passes(Duration.ofHours(2))
    mailer.nudge()
    await(settled(queued(contact('bob@example.com'))))

    then:
    provider.mails*.to() == ['ada@example.com', 'bob@example.com']
  }

  def "a cancel while the next try is awaited ends the send"() {
    given:
    provider.script = [ProviderFailure.retryable('busy', null)]
    def mailer = mailer()
    def send = queued(contact('ada@example.com'), run: 77)
    eventually { assert view(send).error() == 'busy' }

    when:
    cancelled(77)
    clock.passes(Duration.ofHours(2))
    mailer.nudge()
    await(settled(queued(contact('bob@example.com'))))

    then:
    provider.mails*.to() == ['ada@example.com', 'bob@example.com']
    outcome(send).told() == 'cancelled'
  }

  def "an attempt whose sender died before its run ended is unknown, and not repeated"() {
    given:
    provider.hold()
    def dying = process()
    dying.mailer()
    def send = queued(contact('ada@example.com'), run: 77)
    provider.reached()
    dying.kill()

    when:
    clock.passes(Duration.ofMinutes(1))
    cancelled(77)

    then:
    outcome(send).told() == 'unknown'

    when:
    provider.forget()
    mailer()
    await(settled(queued(contact('bob@example.com'))))

    then:
    provider.mails*.to() == ['ada@example.com', 'bob@example.com']
  }

  def "killed between the provider's yes and our record, the mail goes out again as the same bytes"() {
    given:
    provider.hold()
    def dying = process()
    dying.mailer()
    def send = queued(contact('ada@example.com'))
    provider.reached()
    dying.kill()
    provider.forget()

    when: 'another process comes after the lease has run out, and the contact has a new name meanwhile'
    await(database.run("update contacts set properties = '{\"firstName\": \"Other\"}'"))
    clock.passes(Duration.ofMinutes(1))
    mailer()

    then:
    await(settled(send)) != null
    outcome(send).told() == 'sent'
    view(send).attempts() == 2
    provider.mails.size() == 2
    provider.messages.toSet().size() == 1
  }

  def "under a gap #count mails of one journey to one address let one through, over #size mailers"() {
    given:
    def sends = (1..count).collect { queued(contact(it % 2 ? 'ada@example.com' : 'Ada@Example.com'), suppress: Duration.ofHours(12)) }

    when:
    def processes = (1..size).collect { process() }
    processes.each { it.mailer() }
    sends.each { await(settled(it)) }

    then:
    provider.mails.size() == 1
    sends.count { outcome(it).told() == 'sent' } == 1
    sends.findAll { outcome(it).told() != 'sent' }.every { outcome(it).reason() == 'journey_suppressed' && outcome(it).told() == 'skipped' }

    when: 'the gap has passed'
    clock.passes(Duration.ofHours(12))
    def later = queued(contact('ada@example.com'), suppress: Duration.ofHours(12))
    await(settled(later))

    then:
    outcome(later).told() == 'sent'

    where:
    count | size
    20    | 1
    40    | 3
  }

  def "a mail of another journey does not count for the gap, a failed one does not either"() {
    given:
    provider.script = [ProviderFailure.permanent('no', null)]
    mailer()
    def ada = contact('ada@example.com')

    expect:
    status(queued(ada, suppress: Duration.ofHours(1))) == 'failed'
    status(queued(ada, suppress: Duration.ofHours(1))) == 'sent'
    status(queued(ada, suppress: Duration.ofHours(1), journey: 'other')) == 'sent'
    status(queued(ada, suppress: Duration.ofHours(1))) == 'skipped'
  }

  def "whoever answers after the send was taken over settles nothing and wakes nobody"() {
    given:
    provider.hold()
    mailer()
    def send = queued(contact('ada@example.com'))
    provider.reached()

    and: 'another that takes it over, and has not committed yet'
    def taken = Promise.promise()
    def over = Promise.promise()
    def takeover = database.transaction { tx ->
      tx.run('update sends set epoch = epoch + 1 where id = $1::int8', send).compose { taken.complete(); over.future() }
    }
    await(taken.future())

    when:
    provider.go()
    eventually { assert rows('select 1 from pg_locks where not granted').size() == 1 }
    over.complete()
    await(takeover)
    await(settled(queued(contact('bob@example.com'))))

    then:
    !follower.told.contains(send)
    view(send).status() == SendStatus.RENDERED
  }

  def "a provider that says nothing has not taken the mail, and others go on"() {
    given:
    provider.patience = Duration.ofMillis(200)
    provider.hold()
    mailer()

    when:
    def send = queued(contact('ada@example.com'))

    then:
    eventually { assert view(send).error() == "provider 'scripted' said nothing for PT0.2S" }
    view(send).reason() == 'retrying'
  }

  def "two mailers on one database send each mail once"() {
    given:
    def contacts = (1..50).collect { contact("c$it@example.com") }
    def others = [process(), process()]
    others.each { it.mailer() }

    when:
    def sends = (1..10).collectMany { queuedAll(contacts) }
    sends.each { await(settled(it)) }

    then:
    provider.mails.size() == 500
    provider.mails*.sendId().toSet().size() == 500
    sends.every { view(it).attempts() == 1 }
    follower.told.countBy { it }.every { it.value == 1 }
  }

  def "the same step queues one send, whatever is tried"() {
    given:
    def ada = contact('ada@example.com')
    mailer()

    when:
    def first = queued(ada, run: 5, ordinal: 0)
    queued(ada, run: 5, ordinal: 0)
    def next = queued(ada, run: 5, ordinal: 1)
    await(settled(first))
    await(settled(next))

    then:
    provider.mails.size() == 2
    await(sends.list(new SendFilter(null, 5, null, null), 10, 0))*.id() == [next, first]
  }

  def "sends of a transaction that rolls back do not exist"() {
    given:
    def ada = contact('ada@example.com')
    mailer()

    def never = send(ada)

    when:
    await(database.transaction { tx ->
      sends.queue(tx, [never]).compose { Future.failedFuture('meant') }
    }.otherwiseEmpty())
    await(settled(queued(contact('bob@example.com'))))

    then:
    provider.mails*.to() == ['bob@example.com']
    await(sends.list(SendFilter.ALL, 10, 0)).size() == 1
  }

  def "held sends stay where they are, until a mailer that is not held comes"() {
    given:
    def send = queued(contact('ada@example.com'))

    when:
    mailer(new EmailSettings('hello@example.com', true))
    def other = process()
    other.mailer()

    then:
    await(settled(send)) != null
    rows('select epoch from sends').first().getInteger(0) == 1
  }

  def "a process without a mailer is heard by the one with it"() {
    given:
    def other = process()
    other.mailer()

    when: 'this process only queues'
    def send = queued(contact('ada@example.com'))

    then:
    await(settled(send)) != null
  }

  def "what the run's follower cannot take is tried again, and the mail is not repeated"() {
    given:
    follower.failures = 2
    mailer()

    when:
    def send = queued(contact('ada@example.com'))

    then:
    await(settled(send)) != null
    outcome(send).told() == 'sent'
    provider.mails.size() == 1
  }

  def "a mailer closes after the mails under way have ended"() {
    given:
    provider.hold()
    def mailer = mailer()
    def send = queued(contact('ada@example.com'))
    provider.reached()

    when:
    def closed = mailer.close()
    provider.go()
    await(closed)

    then:
    outcome(send).told() == 'sent'
  }

  def "the log provider's mailbox holds each mail once"() {
    given:
    mailer(settings(), new LogProvider(vertx, home.resolve('mailbox'), ProviderContractSpec.LIMITS))

    when:
    def sends = queuedAll((1..30).collect { contact("c$it@example.com") })
    sends.each { await(settled(it)) }

    then:
    def mails = await(new Mailbox(vertx, home.resolve('mailbox')).list(100, 0))
    mails*.sendId() == sends.reverse().collect { face(it) }
    mails.first().headers()['Message-ID'] == "<${face(sends.last())}@example.com>"
  }

  def "an SMTP server gets each mail once"() {
    given:
    def server = new GreenMail(new ServerSetup(0, '127.0.0.1', ServerSetup.PROTOCOL_SMTP))
    server.start()
    mailer(settings(), new SmtpProvider(vertx, SmtpUrl.parse("smtp://127.0.0.1:$server.smtp.port"), ProviderContractSpec.LIMITS))

    when:
    def sends = queuedAll((1..30).collect { contact("c$it@example.com") })
    sends.each { await(settled(it)) }

    then:
    server.receivedMessages*.messageID.toSet() == sends.collect { "<${face(it)}@example.com>".toString() }.toSet()
    server.receivedMessages.size() == 30

    cleanup:
    closeMailers()
    server.stop()
  }

  def "a plan made over an empty table finds sends by #what, not by walking all that are due"() {
    given: 'a connection that plans as a lane does'
    def url = DatabaseUrl.parse(test.url)
    def connection = DriverManager.getConnection("${url.jdbc()}&preferQueryMode=simple", url.user(), url.password().orElse(''))
    def sql = connection.createStatement()
    ['seqscan', 'hashjoin', 'mergejoin', 'bitmapscan'].each { sql.execute("set enable_$it = off") }

    when:
    def rows = sql.executeQuery("explain (generic_plan) $statement")
    def plan = ''
    while (rows.next()) plan += rows.getString(1) + '\n'

    then:
    plan.contains(index)
    !plan.contains('sends_due')
    !plan.contains('Seq Scan')

    cleanup:
    connection.close()

    where:
    what      | index              | statement
    'id'      | 'sends_pkey'       | MailerStore.RENEW
    'id'      | 'sends_pkey'       | MailerStore.ADMIT
    'id'      | 'sends_pkey'       | MailerStore.SETTLE
    'id'      | 'sends_pkey'       | SendStore.OUTCOMES
    'run'     | 'sends_of_run'     | SendStore.CANCEL
    'address' | 'sends_of_address' | MailerStore.NEWEST
  }

  private static EmailSettings settings() {
    new EmailSettings('Sojourn <hello@example.com>', false)
  }

  private String status(long send) {
    await(settled(send))
    outcome(send).told()
  }
}
