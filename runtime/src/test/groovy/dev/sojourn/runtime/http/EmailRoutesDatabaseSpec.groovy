package dev.sojourn.runtime.http

import static dev.sojourn.runtime.http.HttpFixture.await

import dev.sojourn.core.mail.Attachment
import dev.sojourn.core.mail.MailExtras
import dev.sojourn.core.render.FrontMatter
import dev.sojourn.core.render.Rendered
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.email.MailBytes
import dev.sojourn.runtime.email.OutgoingMail
import io.vertx.core.buffer.Buffer
import java.nio.file.Path
import java.time.Instant
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** What operators see of mails. */
class EmailRoutesDatabaseSpec extends Specification {
  static final MATTER = new FrontMatter('s', null, null, null, [:], [:], new FrontMatter.Flags(true, true, false))
  static final TRIAL = """\
journey('trial') {
  trigger 'trial.started'
  entryLimit once
  steps {
    waitForEvent 'feature.used', timeout: 7.days, label: 'use'
  }
}
"""

  @Shared @TempDir Path directory
  @Shared HttpFixture http

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory, [trial: TRIAL]).working()
  }

  def cleanup() {
    await(http.database.run('delete from sends'))
    await(http.database.run('delete from link_clicks'))
  }

  def cleanupSpec() {
    http?.close()
  }

  def "a mail is shown with its head, its times, its template's version and its person"() {
    given:
    http.post('/v1/events', [name: 'seen', userId: 'ada', email: 'ada@example.com'])
    def version = version('hello', 'ab' * 32)
    def send = send('ada@example.com', sent_at: 1, delivered_at: 2, opened_at: 3, clicked_at: 4, scanned_at: 5,
        status: 'clicked', opened_by: 'gmail', template_version: version, provider: 'resend', provider_id: 'm-1')
    store(send, mail(send, 'Say ,"html":"x" & ü', '<p>Hi</p>'))

    when:
    def email = http.get('/v1/admin/emails').json.emails[0]

    then:
    email.subMap('id', 'status', 'fromEmail', 'toEmail', 'subject', 'messageId', 'resendId', 'provider', 'userId',
        'templateKey', 'templateVersion', 'templateHash', 'openedBy', 'category', 'organizationId') == [
        id: face(send), status: 'clicked', fromEmail: 'Ada <ada@example.org>', toEmail: 'ada@example.com',
        subject: 'Say ,"html":"x" & ü', messageId: 'm-1', resendId: 'm-1', provider: 'resend', userId: 'ada',
        templateKey: 'hello', templateVersion: version, templateHash: 'ab' * 6, openedBy: 'gmail', category: 'news',
        organizationId: null]
    [email.sentAt, email.deliveredAt, email.openedAt, email.clickedAt, email.scannedAt] == (1..5).collect { at(it).toString() }
    email.bouncedAt == null
    email.complainedAt == null
    email.updatedAt > email.clickedAt

    and:
    http.get("/v1/admin/emails/${face(send)}").json.email == email
  }

  def "the head of a mail is read from its beginning, whatever hangs on it: #what"() {
    given:
    def send = send('ada@example.com', [:])
    store(send, mail(send, subject, html, extras))

    expect:
    http.get('/v1/admin/emails').json.emails[0].subject == subject

    where:
    what            | subject    | html               | extras
    'a small one'   | 'Hi'       | '<p>Hi</p>'        | MailExtras.NONE
    'a long one'    | 'Hi'       | noise(200_000)     | MailExtras.NONE
    'with a file'   | 'Hi'       | '<p>Hi</p>'        | new MailExtras('a@b.de', [], [], [Attachment.of('a.bin', 'application/octet-stream', noise(90_000).bytes, null)])
    'a long title'  | 'Hä' * 400 | noise(9_000)       | MailExtras.NONE
  }

  def "a mail that was never made shows the subject that was asked for, one of another form shows none"() {
    given:
    def queued = send('a@example.com', status: 'queued', request: '{"subject": "Wanted"}')
    def strange = send('b@example.com', [:])
    await(http.database.run('update sends set rendered = $2::bytea where id = $1::int8', strange, Buffer.buffer([9, 1, 2] as byte[])))

    when:
    def byId = http.get('/v1/admin/emails').json.emails.collectEntries { [it.id, it.subject] }

    then:
    byId == [(face(queued)): 'Wanted', (face(strange)): null]
    http.get("/v1/admin/emails/${face(strange)}").json.trackedLinks == []
  }

  def "a list says how long it is and whether there is more"() {
    given:
    (1..5).each { send("m$it@example.com", [:]) }

    expect:
    with(http.get("/v1/admin/emails?limit=2&offset=$offset").json) {
      total == 5
      limit == 2
      emails*.toEmail == shown
      hasMore == more
    }

    where:
    offset || shown                                | more
    0      || ['m5@example.com', 'm4@example.com'] | true
    3      || ['m2@example.com', 'm1@example.com'] | false
    4      || ['m1@example.com']                   | false
    9      || []                                   | false
  }

  def "#total mails are #engagement, and only what went out can be anything"() {
    given:
    send('read@example.com', sent_at: 1, opened_at: 2)
    send('clicked@example.com', sent_at: 1, opened_at: 2, clicked_at: 3)
    send('ignored@example.com', sent_at: 1)
    send('waiting@example.com', status: 'queued')

    expect:
    http.get("/v1/admin/emails?engagement=$engagement").json.total == total

    where:
    engagement    || total
    'opened'      || 2
    'clicked'     || 1
    'not_opened'  || 1
    'not_clicked' || 2
    ''            || 4
  }

  def "mails are sorted by #sort #order, those without the time last"() {
    given:
    send('a@x.de', sent_at: 5, opened_at: 6)
    send('b@x.de', sent_at: 7)
    send('c@x.de', sent_at: 6, opened_at: 9)

    expect:
    http.get("/v1/admin/emails?sort=$sort&order=$order").json.emails*.toEmail.collect { it[0] }.join('') == shown

    where:
    sort        | order  || shown
    ''          | ''     || 'cba'
    'createdAt' | 'asc'  || 'abc'
    'sentAt'    | ''     || 'bca'
    'sentAt'    | 'asc'  || 'acb'
    'openedAt'  | 'desc' || 'cab'
    'openedAt'  | 'asc'  || 'acb'
    'clickedAt' | 'desc' || 'cba'
  }

  def "what is no #name is refused with those there are"() {
    expect:
    with(http.get("/v1/admin/emails?$name=gone")) {
      status == 400
      text.contains("$name 'gone' is not one of $some")
    }

    where:
    name         | some
    'sort'       | 'createdAt, sentAt,'
    'order'      | 'asc, desc'
    'engagement' | 'opened, clicked, not_opened, not_clicked'
  }

  def "what nothing is stored with is refused, not a fault of ours"() {
    expect:
    http.get("/v1/admin/emails?$name=%00").status == 400

    where:
    name << ['toEmail', 'templateKey', 'category', 'journeyId', 'userId']
  }

  def "one mail tells what happened in order, what was clicked by whom, and every link it holds"() {
    given:
    def send = send('ada@example.com', sent_at: 1, delivered_at: 2, opened_at: 3, clicked_at: 5, scanned_at: 2)
    def html = http.tracking.mark(send, MATTER, new Rendered('s', '<a href="https://a.example/?x=1&amp;y=2">1</a><a href="https://b.example/">2</a>', 't')).html()
    store(send, mail(send, 'Hi', html))
    click(send, 1, 'https://a.example/?x=1&y=2', 5, 'person', '10.0.0.1', 'Firefox')
    click(send, 1, 'https://a.example/?x=1&y=2', 6, 'person', null, null)
    click(send, 1, 'https://a.example/?x=1&y=2', 2, 'machine', '10.0.0.9', 'scanner')

    when:
    def told = http.get("/v1/admin/emails/${face(send)}").json

    then:
    told.events.tail()*.type + told.events.first().type ==
        ['delivered', 'scanned', 'opened', 'clicked', 'clicked', 'queued', 'sent']
    told.events[4] == [type: 'clicked', timestamp: at(5).toString(), url: 'https://a.example/?x=1&y=2', ipAddress: '10.0.0.1', userAgent: 'Firefox']
    told.trackedLinks.collect { [it.id, it.originalUrl, it.clickCount, it.clicks.size()] } ==
        [[1, 'https://a.example/?x=1&y=2', 2, 3], [2, 'https://b.example/', 0, 0]]
    told.journeyContext == null
  }

  def "the mail of a journey shows the enrolment that sent it"() {
    given:
    http.post('/v1/events', [name: 'trial.started', userId: 'bob', email: 'bob@example.com'])
    new PollingConditions(timeout: 20).eventually {
      assert state('bob').status == 'waiting'
    }
    def state = state('bob')
    def run = http.database.publicIds().id(state.id).asLong
    def send = send('bob@example.com', run_id: run)

    expect:
    with(http.get("/v1/admin/emails/${face(send)}").json) {
      journeyContext == state
      email.journeyStateId == state.id
    }
  }

  private long send(Map<String, Object> given, String to) {
    def id = http.database.ids().next()
    def all = [status: 'sent', template: 'hello', category: 'news', to_email: to] + given
    await(http.database.run('''insert into sends(id, due_at, status, template, category, to_email, request, contact_id)
        values ($1::int8, now(), $2::text, $3::text, $4::text, $5::text, $6::text, (select c.id from contacts c where c.email = $5::text))''',
        id, all.status, all.template, all.category, to, all.request))
    given.findAll { it.key.endsWith('_at') }.each { name, second ->
      await(http.database.run("update sends set $name = \$2::timestamptz where id = \$1::int8".toString(), id, at(second)))
    }
    given.findAll { it.key in ['opened_by', 'provider', 'provider_id', 'template_version', 'run_id'] }.each { name, value ->
      def type = name == 'template_version' ? 'int4' : name == 'run_id' ? 'int8' : 'text'
      await(http.database.run("update sends set $name = \$2::$type where id = \$1::int8".toString(), id, value))
    }
    id
  }

  private long send(String to, Map<String, Object> given) {
    send(given, to)
  }

  private void store(long send, OutgoingMail mail) {
    await(http.database.run('update sends set rendered = $2::bytea, admitted_at = now() where id = $1::int8', send, MailBytes.pack(mail)))
  }

  private OutgoingMail mail(long send, String subject, String html, MailExtras extras = MailExtras.NONE) {
    new OutgoingMail(face(send), Instant.EPOCH, 'Ada <ada@example.org>', 'ada@example.com', subject, html, 'text', extras)
  }

  private void click(long send, int link, String url, int second, String visitor, String ip, String agent) {
    await(http.database.run('''insert into link_clicks(id, send_id, link, url, clicked_at, visitor, ip, user_agent)
        values ($1::int8, $2::int8, $3::int4, $4::text, $5::timestamptz, $6::text, $7::text, $8::text)''',
        http.database.ids().next(), send, link, url, at(second), visitor, ip, agent))
  }

  private Map state(String user) {
    http.get("/v1/admin/journeys/trial/states?userId=$user").json.states[0]
  }

  private int version(String id, String hash) {
    await(http.database.run("""insert into script_versions(hash, kind, id, dsl_level, source, definition, first_seen_at)
        values (\$1::text, 'template', \$2::text, 1, '', '{}', now()) returning number""", hash, id)).iterator().next().getInteger(0)
  }

  private String face(long id) {
    http.database.publicIds().face(id)
  }

  private static Instant at(int second) {
    Instant.parse('2026-03-01T12:00:00Z').plusSeconds(second)
  }

  private static String noise(int length) {
    def random = new Random(7)
    (1..length).collect { (char) (97 + random.nextInt(26)) }.join('')
  }
}
