package dev.sojourn.runtime.journey

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.app.Mails
import dev.sojourn.runtime.email.MailServiceFixture
import dev.sojourn.runtime.event.OwnEvent
import dev.sojourn.runtime.event.Source
import io.vertx.core.Vertx
import jakarta.mail.Session
import jakarta.mail.internet.MimeMessage
import jakarta.mail.internet.MimeMultipart
import java.nio.file.Path
import java.time.Instant
import java.time.ZoneOffset
import java.time.ZonedDateTime

/** Mails that may not go out when a run asks for them, and what their readers do, in the whole service. */
class MailsOfRunsDatabaseSpec extends ServiceSpecification {
  /** Hours that begin in some two hours. */
  static final OPENS = ZonedDateTime.now(ZoneOffset.UTC).plusHours(2).withSecond(0).withNano(0)
  static final CLOSED = "sendBetween '${time(OPENS)}', '${time(OPENS.plusHours(1))}'"

  def setup() {
    ['first', 'second'].each { bundle.template(it) }
  }

  def "people see until when a mail is held, and an exit takes it back"() {
    given:
    journey(CLOSED, "sendEmail 'first'")
    start()

    when:
    began()

    then:
    def mail = until(10) { mails().find { it.reason == 'quiet_hours' } }
    mail.status == 'queued'
    Instant.parse(mail.dueAt) == OPENS.toInstant()
    state().status == 'waiting'

    when:
    app.post(name: 'trial.left', userId: 'ada')

    then:
    state().status == 'exited'
    mails().collect { [it.status, it.reason, it.dueAt] } == [['cancelled', 'run_ended', null]]
  }

  def "a mail's own policy goes before the journey's: one is skipped, the next one ends the run"() {
    given:
    journey("$CLOSED\n  onStopped skip", '''
      sendEmail 'first'
      sendEmail 'second', onStopped: leave
      checkpoint 'after'
      ''')
    start()

    when:
    began()

    then:
    until(10) { state()?.status == 'exited' }
    sends() == ['first skipped quiet_hours', 'second left quiet_hours']
    sight.text('select reason from enrolments') == 'quiet_hours'
    Mails.subjects(home) == []
  }

  def "a provider that fails three times is asked a fourth time, and the run completes; one that refuses is asked once, and it fails"() {
    given:
    def vertx = Vertx.vertx()
    def postmark = new MailServiceFixture(vertx, { """{"ErrorCode":0,"MessageID":"pm-$it"}""" })
    journey('', "sendEmail 'first'\ncheckpoint 'after'")
    start(EMAIL_PROVIDER: 'postmark', EMAIL_FROM: 'hello@example.com', POSTMARK_SERVER_TOKEN: 'token', POSTMARK_API_URL: postmark.url)

    when:
    3.times { postmark.answers(500, '{"Message":"oops"}') }
    began()
    (1..3).each { n ->
      until(20) { postmark.requests.size() == n && sight.number("select count(*) from sends where attempts = $n and lease_until is null") }
      sight.run("update sends set due_at = now(); notify sojourn_sends")
    }

    then:
    until(20) { state().status == 'completed' }
    postmark.requests.size() == 4
    postmark.requests*.raw.unique().size() == 1
    mails()*.status == ['sent']

    when:
    postmark.answers(422, '{"ErrorCode":300,"Message":"no such sender"}')
    began('bob')
    def failed = until(20) { state('bob').with { it?.status == 'failed' ? it : null } }

    then:
    failed.errorMessage.contains('no such sender')
    postmark.requests.size() == 5
    sight.number("select count(*) from sends where status in ('queued', 'rendered')") == 0

    cleanup:
    postmark?.close()
    vertx?.close()
  }

  def "a run keeps to the hours of the version it entered with"() {
    given:
    journey(CLOSED, STEPS)
    start(SCRIPTS_POLL_INTERVAL: '100ms')
    began()
    app.parked('trial', 'ada')

    when: 'the next version sends at any hour'
    def before = app.file('journeys/trial.groovy').version
    journey('', STEPS)
    until(10) { app.file('journeys/trial.groovy').version != before }
    began('bob')
    app.parked('trial', 'bob')
    ['ada', 'bob'].each { app.post(name: 'trial.went', userId: it) }

    then:
    until(10) { Mails.subjects(home) == ['first'] }
    until(10) { sends().sort() == ['first queued quiet_hours', 'first sent null'] }
    Mails.subjects(home, 'bob@example.com') == ['first']
  }

  static final STEPS = '''
      waitForEvent 'trial.went', timeout: 1.minute
      sendEmail 'first'
      '''

  def "what the service itself puts in about the reader of a mail wakes the run that waits for that"() {
    given:
    journey('', '''
      def mail = sendEmail 'first'
      if (mail.opened(within: 2.days) && mail.clicked(within: 2.days)) {
        sendEmail 'second'
      }
      ''')
    start()
    began()
    until(10) { state()?.status == 'waiting' && mails()*.status == ['sent'] }
    def send = mails()[0].id

    when: 'somebody opens another mail'
    put('email.opened', '0198c0de-0000-7000-8000-000000000000')
    put('email.opened', send)

    then:
    until(10) { sight.texts("select r.id from runs r join names n on n.id = r.wait_name where n.name = 'email.link_clicked'") }

    when:
    put('email.link_clicked', send)

    then:
    until(10) { state().status == 'completed' }
    Mails.subjects(home) == ['first', 'second']
  }

  def "who opens a mail and follows a link in it wakes the run, and a scanner that does so does not"() {
    given:
    bundle.write('templates/linked.html', '---\nsubject: linked\n---\n<p><a href="https://a.example/?x=1&amp;y=2">this</a></p>\n')
    journey('', '''
      def mail = sendEmail 'linked'
      if (mail.opened(within: 2.days) && mail.clicked(within: 2.days)) {
        sendEmail 'second'
      }
      ''')
    start()
    began()
    until(10) { state()?.status == 'waiting' && mails()*.status == ['sent'] }
    sight.run("update sends set sent_at = sent_at - interval '1 h'")
    def html = html(home.resolve('mailbox'))
    def pixel = (html =~ /src="([^"]+\/v1\/t\/o\/[^"]+)"/)[0][1]
    def link = (html =~ /href="([^"]+\/v1\/t\/c\/[^"]+)"/)[0][1]

    when:
    visit(link, 'Googlebot/2.1')

    then:
    until(10) { sight.number("select count(*) from link_clicks where visitor = 'machine'") == 1 }

    when:
    visit(pixel, CHROME)

    then:
    until(10) { sight.texts("select r.id from runs r join names n on n.id = r.wait_name where n.name = 'email.link_clicked'") }

    when:
    def answer = visit(link, CHROME)

    then:
    answer == [302, 'https://a.example/?x=1&y=2']
    until(10) { state().status == 'completed' }
    Mails.subjects(home) == ['linked', 'second']
  }

  static final CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

  private static List visit(String url, String agent) {
    def connection = (HttpURLConnection) new URL(url).openConnection()
    connection.instanceFollowRedirects = false
    connection.setRequestProperty('User-Agent', agent)
    [connection.responseCode, connection.getHeaderField('location')]
  }

  private static String html(Path mailbox) {
    def file = mailbox.toFile().listFiles().find { it.name.endsWith('.eml') }
    def mail = file.withInputStream { new MimeMessage((Session) null, it) }
    def parts = (MimeMultipart) mail.content
    (0..<parts.count).collect { parts.getBodyPart(it) }.find { it.isMimeType('text/html') }.content as String
  }

  /** Puts an event in through the outbox, whose relay hands it to the {@code EventSink}. */
  private void put(String name, String send) {
    def contact = sight.number('select max(contact_id) from sends')
    def id = 1 + sight.number('select coalesce(max(id), 0) from outbox')
    def event = new OwnEvent(0, contact, name, Source.API, "$name:$send", Instant.now(), Json.write([emailSendId: send]))
    def payload = OwnEvent.parcel(id, [event]).payload().replace("'", "''")
    sight.run("""insert into outbox(id, topic, order_key, due_at, payload)
        values ($id, 1, $contact, now(), '$payload')""")
    sight.run('notify sojourn_outbox')
    until(10) { sight.number('select count(*) from outbox') == 0 }
  }

  private void journey(String top, String steps) {
    bundle.journey('trial', """\
      journey('trial') {
        trigger    'trial.began'
        entryLimit unlimited
        exitOn     'trial.left'
        $top

        steps {
      ${steps.stripIndent().trim()}
        }
      }
      """)
  }

  private void began(String id = 'ada') {
    app.post(name: 'trial.began', userId: id, email: "${id}@example.com".toString())
  }

  private Map state(String id = 'ada') {
    def states = app.states('trial', id)
    states ? states[0] : null
  }

  private List<Map> mails() {
    (List<Map>) app.get('/v1/admin/emails?userId=ada').emails
  }

  private List<String> sends() {
    sight.texts("select template || ' ' || status || ' ' || coalesce(reason, 'null') from sends order by id")
  }

  private static String time(ZonedDateTime at) {
    at.toLocalTime().toString()
  }
}
