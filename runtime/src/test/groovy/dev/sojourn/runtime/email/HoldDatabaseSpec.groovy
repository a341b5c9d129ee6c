package dev.sojourn.runtime.email

import dev.sojourn.runtime.config.SendLimits
import io.vertx.core.Promise

/** All mails are held back, by one switch in the database, and let go again. */
class HoldDatabaseSpec extends MailerSpecification {
  def "what is held stays queued in every process, whoever begins to send, and goes out once when it is released"() {
    given:
    mailer()
    process().mailer()

    when:
    def hold = await(sends.hold('ops'))
    def queued = (1..20).collect { queued(contact("m$it@x.de")) }
    process().mailer()

    then:
    await(sends.held()).get() == hold
    hold.by() == 'ops'
    moment()
    provider.mails.empty
    queued.every { outcome(it).status() == SendStatus.QUEUED }

    when:
    await(sends.release())

    then:
    eventually { assert queued.every { outcome(it).status() == SendStatus.SENT } }
    provider.mails*.sendId().sort() == queued.collect { face(it) }.sort()
    !await(sends.held()).present
  }

  def "mails that wait for their turn at the provider are held too; the one under way ends"() {
    given:
    provider.limits = new SendLimits(1, 0)
    provider.hold()
    mailer()
    def queued = queuedAll((1..5).collect { contact("m$it@x.de") })
    provider.reached()

    when:
    await(sends.hold('ops'))
    eventually { assert rows("select from sends where status = 'rendered' and lease_until < now() + interval '5 s'").size() == 4 }
    provider.go()

    then:
    eventually { assert queued.count { outcome(it).status() == SendStatus.SENT } == 1 }
    moment()
    provider.mails.size() == 1

    when:
    await(sends.release())

    then:
    eventually { assert queued.every { outcome(it).status() == SendStatus.SENT } }
    provider.mails*.sendId().toSet().size() == 5
    provider.mails.size() == 5
  }

  def "a release that nobody was told of is noticed"() {
    given:
    await(sends.hold('ops'))
    mailer()
    def send = queued(contact('ada@x.de'))

    when:
    rows('delete from send_holds')

    then:
    eventually { assert outcome(send).status() == SendStatus.SENT }
  }

  def "whoever holds what is held, or releases what is not, changes nothing"() {
    given:
    def first = await(sends.hold('ops'))

    expect:
    await(sends.hold('somebody else')) == first

    when:
    2.times { await(sends.release()) }

    then:
    await(sends.held()).empty
  }

  def "a mailer closes at once while mails are held"() {
    given:
    provider.limits = new SendLimits(1, 0)
    def mailer = mailer()
    await(sends.hold('ops'))
    queued(contact('ada@x.de'))

    expect:
    await(mailer.close()) == null
  }

  /** Long enough for what must not happen to happen. */
  private void moment() {
    def over = Promise.promise()
    vertx.setTimer(500) { over.complete() }
    await(over.future())
  }
}
