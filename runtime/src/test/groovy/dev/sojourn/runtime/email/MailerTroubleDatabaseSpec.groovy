package dev.sojourn.runtime.email

import dev.sojourn.runtime.decision.Decisions
import io.vertx.core.Promise
import java.nio.file.Files
import java.time.Duration
import java.time.Instant

class MailerTroubleDatabaseSpec extends MailerSpecification {
  def "leases are renewed without waiting for a row that somebody holds"() {
    given:
    def sends = queuedAll([contact('ada@example.com'), contact('bob@example.com')])
    def holder = new MailerSpecification.Holder()
    def took = Promise.promise()
    holder.done = database.transaction { tx ->
      tx.run('select 1 from sends where id = $1::int8 for update', sends[0]).compose { took.complete(); holder.promise.future() }
    }
    await(took.future())

    when:
    def renewed = MailerStore.ids(await(database.run(
        MailerStore.RENEW, sends as long[], [0, 0] as int[], Instant.parse('2030-01-01T00:00:00Z'))))

    then:
    renewed == [sends[1]] as Set

    cleanup:
    holder.release()
  }

  def "a mail that has become due without a word to anybody is found within a minute"() {
    given:
    provider.script = [ProviderFailure.retryable('busy', null)]
    mailer()
    def send = queued(contact('ada@example.com'))
    eventually { assert view(send).error() == 'busy' }

    when:
    rows("update sends set due_at = now() - interval '1 second'")
    await(database.lookForDue())

    then:
    await(settled(send)) != null
    outcome(send).told() == 'sent'
  }

  def "whoever #said between two tries gets no second one"() {
    given:
    provider.script = [ProviderFailure.retryable('busy', null)]
    def mailer = mailer()
    def send = queued(contact('ada@example.com'))
    eventually { assert view(send).error() == 'busy' }

    when:
    prefer(own ? view(send).contactId() : 1, own ? '' : 'ada@example.com', suppressed, all, [:])
    clock.passes(Duration.ofHours(1))
    mailer.nudge()

    then:
    await(settled(send)) != null
    outcome(send).told() == status
    outcome(send).reason() == reason
    provider.mails.size() == 1

    where:
    said                             | own   | suppressed | all   || status         | reason
    'is barred by address'           | false | true       | false || 'suppressed'   | 'address_suppressed'
    'wants no mail at all'           | true  | false      | true  || 'unsubscribed' | 'unsubscribed_from_all'
    'shares an address that is left' | false | false      | true  || 'unsubscribed' | 'unsubscribed_from_all'
  }

  def "what is said between claim and admission counts"() {
    given: 'a mailer that waits for the address of the send'
    def ada = contact('ada@example.com')
    def send = queued(ada)
    def holder = holding('ada@example.com')
    mailer()
    eventually { assert rows("select 1 from pg_locks where locktype = 'advisory' and not granted").size() == 1 }

    when:
    prefer(ada, 'ada@example.com', true, false, [:])
    holder.release()

    then:
    await(settled(send)) != null
    outcome(send).told() == 'suppressed'
    provider.mails.empty
  }

  def "a mail that was taken over between claim and admission is not let out by the first"() {
    given: 'a mailer that waits for the address of two sends'
    def ada = contact('ada@example.com')
    def (taken, kept) = queuedAll([ada, ada])
    def holder = holding('ada@example.com')
    mailer()
    eventually { assert rows("select 1 from pg_locks where locktype = 'advisory' and not granted").size() == 1 }

    when:
    await(database.run('update sends set epoch = epoch + 1 where id = $1::int8', taken))
    holder.release()

    then:
    await(settled(kept)) != null
    provider.mails*.sendId() == [face(kept)]
    view(taken).status() == SendStatus.QUEUED
  }

  def "a mail that nobody wants is refused, even if it could not be made"() {
    given:
    def ada = contact('ada@example.com')
    prefer(ada, 'ada@example.com', true, false, [:])
    mailer()

    when:
    def send = queued(ada, props: [:])

    then:
    await(settled(send)) != null
    outcome(send).told() == 'suppressed'
  }

  def "a refused mail leaves a decision with the contact"() {
    given:
    def decisions = new Decisions(database, { about, reason, count -> })
    def barred = contact('ada@example.com')
    def wanting = contact('bob@example.com')
    prefer(barred, 'ada@example.com', true, false, [:])
    mailer()

    when:
    def refused = queued(barred)
    await(settled(refused))
    (1..3).each { await(settled(queued(wanting, suppress: Duration.ofHours(1)))) }

    then:
    with(await(decisions.of(barred))) {
      it*.about() == ['mail:welcome']
      it*.reason() == ['address_suppressed']
      it*.count() == [1]
      first().compared() == [category: 'journey', send: face(refused)]
    }
    with(await(decisions.of(wanting))) {
      it*.about() == ['mail:welcome']
      it*.reason() == ['journey_suppressed']
      it*.count() == [2]
    }
  }

  def "a mail waits for a template that another process knows already"() {
    given:
    def mailer = mailer()
    def send = queued(contact('ada@example.com'), template: 'late')
    def late = files.resolve('templates/late.html')
    eventually { assert view(send).reason() == 'template_awaited' }

    expect:
    with(view(send)) {
      status() == SendStatus.QUEUED
      error().contains("template 'late' does not exist")
      attempts() == 0
      dueAt() <= clock.instant() + Duration.ofSeconds(2)
    }

    when:
    Files.writeString(late, '---\nsubject: Late\n---\n<p>Better than never</p>\n')
    await(bundle.reload())
    clock.passes(Duration.ofSeconds(2))
    mailer.nudge()

    then:
    await(settled(send)) != null
    outcome(send).told() == 'sent'
    outcome(send).error() == null
    provider.mails*.subject() == ['Late']

    cleanup:
    Files.deleteIfExists(late)
  }

  def "a template that never comes ends the send after a while"() {
    given:
    def send = queued(contact('ada@example.com'), template: 'gone')
    await(database.run('update sends set epoch = 38'))
    def mailer = mailer()
    eventually { assert view(send).reason() == 'template_awaited' }

    when:
    clock.passes(Duration.ofSeconds(2))
    mailer.nudge()

    then:
    await(settled(send)) != null
    outcome(send).told() == 'failed'
    outcome(send).reason() == 'unknown_template'
    outcome(send).error().contains("template 'gone' does not exist")
  }

  def "a run that ends while its mail waits for a template takes the mail back"() {
    given:
    mailer()
    def send = queued(contact('ada@example.com'), template: 'gone', run: 77)
    eventually { assert view(send).reason() == 'template_awaited' }

    when:
    cancelled(77)

    then:
    outcome(send).told() == 'cancelled'
  }

  def "an address that no text can hold fails alone"() {
    given:
    def bad = queued(contact('ada@example.com'), to: 'ada@exam\0ple.com')
    def good = queued(contact('bob@example.com'))

    when:
    mailer()
    [bad, good].each { await(settled(it)) }

    then:
    outcome(bad).reason() == 'bad_address'
    outcome(good).told() == 'sent'
  }

  def "a send that cannot be read fails alone"() {
    given:
    def good = (1..4).collect { queued(contact("c$it@example.com")) }
    def bad = queued(contact('bad@example.com'))
    def odd = queued(contact('odd@example.com'))
    await(database.run("update sends set request = '{\"props\": ' where id = \$1::int8", bad))
    await(database.run("""update contacts set properties = ('{"n": ' || repeat('[', 600) || repeat(']', 600) || '}')::jsonb
        where email = 'odd@example.com'"""))

    when:
    mailer()
    (good + bad + odd).each { await(settled(it)) }

    then:
    outcome(bad).told() == 'failed'
    outcome(bad).reason() == 'request_unreadable'
    (good + odd).every { outcome(it).told() == 'sent' }
  }

  def "a batch that cannot be read is given back at once"() {
    given:
    def send = queued(contact('ada@example.com'))
    await(database.run('alter table contacts rename to elsewhere'))
    mailer()
    eventually { assert rows('select epoch from sends').first().getInteger(0) >= 2 }

    when:
    await(database.run('alter table elsewhere rename to contacts'))

    then: 'sooner than a lease ends'
    await(settled(send)) != null
    outcome(send).told() == 'sent'
    view(send).attempts() == 1
  }

  def "what is due and free is a reason to claim now, what is held is one when its lease ends"() {
    given:
    def lane = await(database.lane())
    def claimed = new ClaimedSends(vertx, lane, clock, 1L << 20)

    expect:
    await(claimed.nextDue()).empty

    when:
    def send = queued(contact('ada@example.com'))

    then:
    await(claimed.nextDue()).get() <= clock.instant()

    when:
    def claims = await(claimed.claim(10))

    then:
    claims*.id() == [send]
    await(claimed.nextDue()).get() > clock.instant() + Duration.ofSeconds(20)

    when:
    claimed.giveBack(claims)

    then:
    claimed.count() == 0
    eventually { assert await(claimed.nextDue()).get() <= clock.instant() + Duration.ofSeconds(1) }

    cleanup:
    lane?.close()
  }
}
