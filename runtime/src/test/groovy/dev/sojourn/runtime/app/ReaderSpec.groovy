package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.email.MailServiceFixture
import io.vertx.core.Vertx
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What the reader of a mail does, and what becomes of the next one: the whole way, by HTTP alone. */
class ReaderSpec extends Specification {
  static final FORM = 'application/x-www-form-urlencoded'

  @TempDir
  Path directory

  @AutoCleanup
  def vertx = Vertx.vertx()

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  @AutoCleanup
  MailServiceFixture postmark = new MailServiceFixture(vertx, { """{"ErrorCode":0,"MessageID":"pm-$it"}""" })

  @AutoCleanup
  RunningApp app

  def http = HttpClient.newHttpClient()

  def setup() {
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.write('lists.groovy', "list('news') { name 'News' }\nlist('offers') { name 'Offers' }\n")
    ['news', 'offers'].each {
      bundle.write("templates/${it}.html", "---\nsubject: '$it'\n---\n<p><a href=\"{{preferencesUrl}}\">Preferences</a></p>\n")
      bundle.journey(it, """
        journey('$it') {
          trigger    'spec.$it'
          entryLimit unlimited
          category   '$it'

          steps {
            sendEmail '$it'
          }
        }
        """)
    }
    app = new RunningApp(bundle.path, directory.resolve('home'), database.url, [
        EMAIL_PROVIDER: 'postmark', EMAIL_FROM: 'hello@example.com', POSTMARK_SERVER_TOKEN: 'token', POSTMARK_API_URL: postmark.url,
        POSTMARK_WEBHOOK_USER: 'hook', POSTMARK_WEBHOOK_PASS: 's3cret']).start()
  }

  def "who unticks a kind of mail in the preference centre gets no further one of it, and the other kinds still"() {
    given:
    def page = link(mail('news'), /href="([^"]+preferences[^"]+)"/)

    when:
    post(page, FORM, 'from=page&shown=news&shown=offers&wanted=offers')

    then:
    refused('news') == 'unsubscribed_from_category'
    mail('offers')

    when: 'and ticks it again'
    post(page, FORM, 'from=page&shown=news&shown=offers&wanted=news&wanted=offers')

    then:
    mail('news')
  }

  def "who leaves by one click gets no further mail of the kind"() {
    given:
    def leave = mail('news').Headers.find { it.Name == 'List-Unsubscribe' }.Value.replaceAll(/[<>]/, '')

    when:
    post(leave, FORM, 'List-Unsubscribe=One-Click')

    then:
    refused('news') == 'unsubscribed_from_category'
    mail('offers')
  }

  def "an address from which three mails came back for good gets no fourth"() {
    given:
    def ids = (1..3).collect {
      mail('news')
      "pm-${postmark.requests.size()}".toString()
    }

    when:
    ids.each { id ->
      until(30) { app.get('/v1/admin/emails').emails.find { it.messageId == id } }
      post(app.address('/v1/webhooks/email/postmark'), 'application/json',
          Json.write([RecordType: 'Bounce', MessageID: id, Type: 'HardBounce', TypeCode: 1, Email: 'ada@example.com', BouncedAt: '2026-03-01T12:00:00Z']),
          'Basic ' + 'hook:s3cret'.bytes.encodeBase64())
    }
    until(30) { app.get('/v1/admin/emails').emails.count { it.status == 'bounced' } == 3 }

    then:
    refused('news') == 'address_suppressed'
    refused('offers') == 'address_suppressed'
  }

  /** The mail that the provider is given for a new event. */
  private Map mail(String kind) {
    def before = postmark.requests.size()
    enter(kind)
    until(30) { postmark.requests.size() > before }
    def mail = postmark.requests.last().body
    assert mail.Subject == kind
    through(kind)
    mail
  }

  /** Why a mail for a new event does not go out. */
  private String refused(String kind) {
    def before = postmark.requests.size()
    def known = skipped().size()
    enter(kind)
    def one = until(30) { skipped().size() > known ? skipped().first() : null }
    assert one.templateKey == kind && postmark.requests.size() == before
    through(kind)
    one.reason
  }

  /** While she is in a journey, she does not begin it again. */
  private void through(String kind) {
    until(30) { app.states(kind, 'ada').every { it.status == 'completed' } }
  }

  private List<Map> skipped() {
    app.get('/v1/admin/emails').emails.findAll { it.status in ['skipped', 'unsubscribed', 'suppressed'] }
  }

  private void enter(String kind) {
    app.post(name: "spec.$kind".toString(), userId: 'ada', email: 'ada@example.com')
  }

  private String link(Map mail, String pattern) {
    (mail.HtmlBody =~ pattern)[0][1].replace('&amp;', '&').replace('&#61;', '=')
  }

  private void post(String url, String type, String body, String authorization = null) {
    def request = HttpRequest.newBuilder(URI.create(url)).header('Content-Type', type).POST(HttpRequest.BodyPublishers.ofString(body))
    if (authorization) {
      request.header('Authorization', authorization)
    }
    def answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString())
    assert answer.statusCode() in [200, 202]: answer.body()
  }
}
