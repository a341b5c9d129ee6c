package dev.sojourn.runtime.email

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.event.OwnEvent
import dev.sojourn.runtime.outbox.Outbox
import dev.sojourn.runtime.outbox.Parcel
import dev.sojourn.runtime.preference.Suppressions
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList

/** What providers say of mails, and what follows. */
class ReportsDatabaseSpec extends MailerSpecification {
  static final AT = Instant.parse('2026-03-01T12:00:00Z')

  Outbox outbox = new Outbox(vertx, database)
  List<Parcel> parcels = new CopyOnWriteArrayList<>()
  boolean mentioned = true
  List<Reports> opened = []

  def cleanup() {
    opened.each { await(it.close()) }
    await(outbox.close())
  }

  def "a delivery sets the status and the first time, and tells the contact"() {
    given:
    def send = sent('ada@example.com')
    handOn()
    def reports = following()

    when:
    say(reports, send, 'email.delivered', AT)
    say(reports, send, 'email.delivered', AT + Duration.ofHours(1))

    then:
    eventually { assert unprocessed() == 0 }
    view(send).status() == SendStatus.DELIVERED
    view(send).reported().deliveredAt() == AT
    eventually { assert events()*.name() == ['email.delivered'] }
    with(Json.read(events()[0].json())) {
      sendId == face(send)
      templateKey == 'welcome'
      to == 'ada@example.com'
    }
    events()[0].key() == "email.delivered:${face(send)}"
  }

  def "endpoints that want it are told what was reported, once for each mail"() {
    given:
    await(outbox.open())
    await(database.transaction { tx -> outbox.subscribe(tx, ['email.sent', 'email.delivered', 'email.bounced', 'email.complained'] as Set) })
    eventually { assert outbox.wants('email.bounced') }
    def send = sent('ada@example.com')
    def reports = following()

    when:
    2.times { say(reports, send, 'email.delivered', AT) }
    say(reports, send, 'email.bounced', AT, [type: 'Permanent'])
    say(reports, send, 'email.complained', AT)
    eventually { assert unprocessed() == 0 }

    then:
    def announced = rows("select payload from outbox where topic = 5 order by id").collectMany { Json.read(it.getString(0)) }
    announced*.type == ['email.sent', 'email.delivered', 'email.bounced', 'email.complained']
    announced*.key == ['email.sent', 'email.delivered', 'email.bounced', 'email.complained'].collect { "$it:${face(send)}".toString() }
    def told = announced.collect { Json.read(it.body).data }
    told[0].keySet().toList() == ['emailSendId', 'messageId', 'templateKey', 'to', 'userId', 'category', 'journeyStateId', 'subject', 'sentAt']
    told[0].with { [it.emailSendId, it.messageId, it.to, it.subject] } == [face(send), view(send).providerId(), 'ada@example.com', 'Welcome, ada']
    told[1].keySet().toList() == ['emailSendId', 'messageId', 'templateKey', 'userId', 'to', 'at']
    told[1].at == '2026-03-01T12:00:00.000Z'
    told[2].with { [it.bounceType, it.bounceReason] } == ['permanent', 'because']
    told[3].keySet() == told[1].keySet()
  }

  @Override
  Outbox outbox(Vertx vertx, Database database) {
    outbox
  }

  def "a delivery that no journey asks for is no event"() {
    given:
    mentioned = false
    def send = sent('ada@example.com')
    handOn()
    def reports = following()

    when:
    say(reports, send, 'email.delivered')
    say(reports, send, 'email.bounced', AT, [type: 'Transient'])

    then:
    eventually { assert events()*.name() == ['email.bounced'] }
  }

  def "three mails that come back for good bar the address, which nothing was said of before"() {
    given:
    def reports = following()

    when:
    (1..times).each { say(reports, sent('ada@example.com'), 'email.bounced', AT, [type: type]) }
    eventually { assert unprocessed() == 0 }

    then:
    barred('ada@example.com') == isBarred

    where:
    type        | times || isBarred
    'Permanent' | 2     || false
    'Permanent' | 3     || true
    'Transient' | 10    || false
  }

  def "one mail counts once, however often its return is told, in #number processes"() {
    given:
    def send = sent('ada@example.com')
    def all = (1..number).collect { following() }

    when:
    await(Future.join((1..30).collect { all[it % number].take('resend', "d$it", report(send, 'email.bounced', AT, [type: 'Permanent'])) }))
    eventually { assert unprocessed() == 0 }

    then:
    rows("select bounce_count from preferences where email = 'ada@example.com'")*.getInteger(0) == [1]
    view(send).status() == SendStatus.BOUNCED
    view(send).reported().reason() == 'because'

    where:
    number << [1, 3]
  }

  def "a repeat of a delivery is stored once"() {
    given:
    def reports = made()
    def send = sent('ada@example.com')

    when:
    await(Future.join((1..10).collect { reports.take('resend', 'same', report(send, 'email.delivered')) }))

    then:
    rows('select count(*) from provider_events')[0].getLong(0) == 1
  }

  def "what a report said is kept until it is followed, and that it came longer"() {
    given:
    def send = sent('ada@example.com')
    def body = report(send, 'email.bounced', AT, [type: 'Permanent'])

    when:
    await(made().take('resend', 'once', body))

    then:
    rows('select body from provider_events')*.getString(0) == [body]

    when:
    def reports = following()
    eventually { assert unprocessed() == 0 }
    await(reports.take('resend', 'once', body))

    then:
    rows('select body from provider_events')*.getString(0) == ['']
    rows("select bounce_count from preferences where email = 'ada@example.com'")*.getInteger(0) == [1]
  }

  def "of somebody who was erased a report bars the address, and what it says of them is kept and told nowhere"() {
    given:
    await(outbox.open())
    await(database.transaction { tx -> outbox.subscribe(tx, ['email.bounced'] as Set) })
    eventually { assert outbox.wants('email.bounced') }
    def send = sent('ada@example.com')
    await(database.run('update contacts set deleted_at = now()'))
    def reports = following()

    when:
    say(reports, send, 'email.bounced', AT, [type: 'Permanent'])
    eventually { assert unprocessed() == 0 }

    then:
    rows('select status, bounce_type, bounce_reason from sends')*.with { [it.getString(0), it.getString(1), it.getString(2)] } == [['bounced', 'permanent', null]]
    rows("select bounce_count from preferences where email = 'ada@example.com'")*.getInteger(0) == [1]
    rows('select payload from outbox').empty
  }

  def "a complaint bars the address at once"() {
    when:
    def send = sent('ada@example.com')
    say(following(), send, 'email.complained')

    then:
    eventually { assert barred('ada@example.com') }
    view(send).status() == SendStatus.COMPLAINED
  }

  def "what the provider rejects has failed, and bars nobody"() {
    when:
    def send = sent('ada@example.com')
    say(following(), send, 'email.failed')

    then:
    eventually { assert view(send).status() == SendStatus.FAILED }
    !barred('ada@example.com')
  }

  def "a report of somebody else's address bars nobody"() {
    when:
    def send = sent('ada@example.com')
    await(following().take('resend', 'd1', report(send, 'email.complained', AT, [:], ['qa@example.com'])))

    then:
    eventually { assert view(send).status() == SendStatus.COMPLAINED }
    !barred('ada@example.com')
  }

  def "a report that names #number recipients #counts"() {
    given:
    def send = sent('ada@example.com')
    def recipients = ['ada@example.com'] + (2..number).collect { "r$it@example.com".toString() }

    when:
    await(following().take('resend', 'd1', report(send, 'email.complained', AT, [:], recipients)))
    eventually { assert unprocessed() == 0 }

    then:
    view(send).status() == status
    barred('ada@example.com') == (status == SendStatus.COMPLAINED)

    where:
    number || counts                  | status
    100    || 'is about our mail'     | SendStatus.COMPLAINED
    101    || 'is about none of ours' | SendStatus.SENT
  }

  def "Postmark's reports are those of its own mails alone"() {
    given:
    def send = sent('ada@example.com')
    def id = view(send).providerId()
    def body = Json.write([RecordType: 'Bounce', TypeCode: 1, MessageID: id, Email: 'ada@example.com', Description: 'gone'])
    def reports = following()

    when:
    await(reports.take('postmark', 'd1', body))
    eventually { assert rows('select count(*) from provider_events where due_at > received_at')[0].getLong(0) == 1 }

    then:
    view(send).status() == SendStatus.SENT

    when:
    await(database.run("update sends set provider = 'postmark'"))
    clock.passes(Duration.ofMinutes(1))
    reports.nudge()

    then:
    eventually { assert view(send).status() == SendStatus.BOUNCED }
  }

  def "a report that overtakes the mail's own record waits for it; one of nobody's mail is given up"() {
    given:
    def reports = following()
    await(reports.take('resend', 'early', report('m-early', 'email.delivered')))
    await(reports.take('resend', 'never', report('m-never', 'email.delivered')))
    eventually { assert rows('select count(*) from provider_events where due_at > received_at')[0].getLong(0) == 2 }

    when:
    def send = sent('ada@example.com')
    await(database.run("update sends set provider_id = 'm-early' where id = \$1::int8", send))
    clock.passes(Duration.ofMinutes(1))
    reports.nudge()

    then:
    eventually { assert view(send).status() == SendStatus.DELIVERED }
    unprocessed() == 1

    when:
    clock.passes(Duration.ofMinutes(11))
    reports.nudge()

    then:
    eventually { assert unprocessed() == 0 }
  }

  def "a report that was stored when a process died is followed by the next one"() {
    given:
    def send = sent('ada@example.com')
    await(made().take('resend', 'd1', report(send, 'email.delivered')))

    when:
    following()

    then:
    eventually { assert view(send).status() == SendStatus.DELIVERED }
  }

  def "when what follows cannot be written nothing is, and it is followed again"() {
    given:
    def send = sent('ada@example.com')
    await(database.run('alter table preferences add constraint meant check (complained_at is null)'))
    def reports = following()

    when:
    say(reports, send, 'email.complained')
    eventually { assert rows("select count(*) from provider_events where due_at > received_at + interval '50 minutes'")[0].getLong(0) == 1 }

    then: 'it was put off alone, and nothing of it stands'
    view(send).status() == SendStatus.SENT

    when:
    await(database.run('alter table preferences drop constraint meant'))
    clock.passes(Duration.ofMinutes(61))
    reports.nudge()

    then:
    eventually { assert barred('ada@example.com') }
    view(send).status() == SendStatus.COMPLAINED
  }

  def "a report that cannot be followed holds up no other"() {
    given:
    def bad = sent('bad@example.com')
    def good = (1..20).collect { sent("g$it@example.com") }
    await(database.run("alter table preferences add constraint meant check (email <> 'bad@example.com')"))
    def stored = made()
    say(stored, bad, 'email.complained')
    good.each { say(stored, it, 'email.delivered') }

    when:
    following()

    then:
    eventually { good.each { assert view(it).status() == SendStatus.DELIVERED } }
    view(bad).status() == SendStatus.SENT
  }

  def "followed reports are forgotten after a time"() {
    given:
    def reports = following()
    say(reports, sent('ada@example.com'), 'email.delivered')
    eventually { assert unprocessed() == 0 }

    expect:
    await(database.transaction { reports.forget(it, clock.instant() - Duration.ofDays(1), 10) }) == 0
    await(database.transaction { reports.forget(it, clock.instant() + Duration.ofDays(1), 10) }) == 1
  }

  def "a report of which nobody was told, since who took it died, is found within a minute"() {
    given:
    def send = sent('ada@example.com')
    def reports = following()
    say(reports, send, 'email.delivered')
    eventually { assert unprocessed() == 0 }

    when:
    rows(ReportStore.TAKE, database.ids().next(), 'resend', 'not told', report(send, 'email.complained'), clock.instant())
    await(database.lookForDue())

    then:
    eventually { assert view(send).status() == SendStatus.COMPLAINED }
  }

  /** A mail that provider 'resend' has taken. */
  private long sent(String email) {
    if (mailers.empty) mailer()
    def send = queued(rows('select id from contacts where email = $1::text', email)[0]?.getLong(0) ?: contact(email))
    await(settled(send))
    await(database.run("update sends set provider = 'resend' where id = \$1::int8", send))
    send
  }

  private Reports made(Database on = database) {
    new Reports(vertx, on, clock, new Reports.Rooms(outbox, new Suppressions(database, 3), { mentioned }))
  }

  private Reports following() {
    def reports = made()
    await(reports.open())
    opened << reports
    reports
  }

  private void say(Reports reports, long send, String type, Instant at = AT, Map bounce = [:]) {
    await(reports.take('resend', UUID.randomUUID().toString(), report(send, type, at, bounce)))
  }

  private String report(long send, String type, Instant at = AT, Map bounce = [:], List to = null) {
    report(view(send).providerId(), type, at, bounce, to ?: [view(send).to()])
  }

  private String report(String messageId, String type, Instant at = AT, Map bounce = [:], List to = ['ada@example.com']) {
    Json.write([type: type, created_at: at.toString(), data: [email_id: messageId, to: to, bounce: bounce + [message: 'because']]])
  }

  private void handOn() {
    await(outbox.handOn { parcel ->
      parcels << parcel
      Future.succeededFuture()
    })
  }

  private List<OwnEvent> events() {
    parcels.collectMany { OwnEvent.of(it) }
  }

  private long unprocessed() {
    rows('select count(*) from provider_events where processed_at is null')[0].getLong(0)
  }

  private boolean barred(String email) {
    rows('select suppressed from preferences where email = $1::text', email).any { it.getBoolean(0) }
  }
}
