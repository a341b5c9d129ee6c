package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import com.fasterxml.jackson.databind.ObjectMapper
import dev.sojourn.core.identity.PasswordHash
import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.TestDatabase
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import org.slf4j.LoggerFactory
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** People who run the service, with the whole of it. */
class OperatorsLiveSpec extends Specification {
  static final ADA = 'ada@example.com'
  static final PRODUCTION = [SOJOURN_ENV: 'production', EMAIL_PROVIDER: 'log', EMAIL_FROM: 'a@b.co', API_PUBLIC_URL: 'https://run.example.com', AUTH_SECRET: 'k' * 32]

  @TempDir
  Path directory

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  def client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()

  def setup() {
    new BundleDirectory(directory.resolve('bundle'))
  }

  private RunningApp app(Mode mode, Map more = [:]) {
    new RunningApp(directory.resolve('bundle'), directory.resolve('home'), database.url, [API_PUBLIC_URL: 'http://run.example.com'] + more, mode)
  }

  private HttpResponse<String> post(RunningApp app, String path, Object body, Map<String, String> headers = [:]) {
    def request = HttpRequest.newBuilder(URI.create(app.address(path)))
        .POST(HttpRequest.BodyPublishers.ofString(body instanceof Map ? new ObjectMapper().writeValueAsString(body) : body as String))
    headers.each { name, value -> request.header(name, value) }
    client.send(request.build(), HttpResponse.BodyHandlers.ofString())
  }

  private List<String> stored(String sql) {
    database.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery(sql)
      def found = []
      while (rows.next()) found << rows.getString(1)
      found
    }
  }

  private void ada() {
    def hash = PasswordHash.of('correct horse', 1, new Random()).text()
    database.connect().withCloseable {
      it.createStatement().execute("insert into operators(id, email, name, password, created_at, updated_at) values (1, '$ADA', '$ADA', '$hash', now(), now())")
    }
  }

  def "an api makes the first operator of its settings, and tells a password that nobody chose once"() {
    given:
    def log = new ListAppender<ILoggingEvent>()
    log.start()
    def root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
    root.addAppender(log)

    when:
    2.times { app(Mode.API, [STUDIO_ADMIN_EMAIL: 'Ada <Ada@example.com>']).withCloseable { it.start() } }

    then:
    log.list.findAll { it.formattedMessage ==~ /the first operator .* shown this once: [\w-]{24}/ }.size() == 1
    stored('select email from operators') == [ADA]
    stored('select password from operators')[0].startsWith('pbkdf2-sha256$600000$')

    cleanup:
    root.detachAppender(log)
  }

  def "the mail for a new password leads to a page that sets it, and nothing in it is followed"() {
    given:
    ada()
    def before = stored('select password from operators')
    def service = app(Mode.ALL).start()

    when:
    def asked = post(service, '/api/auth/request-password-reset', [email: 'Ada@example.com'])

    then:
    asked.statusCode() == 200

    when:
    def mail = until(20) { (directory.resolve('home/mailbox').toFile().listFiles() ?: [] as File[]).find { it.name.endsWith('.eml') } }.text
    def plain = mail.replaceAll('=\r?\n', '').replace('=3D', '=')
    def link = (plain =~ /http:\/\/run\.example\.com(\/v1\/auth\/reset)\?token=([\w-]{43})/)

    then:
    Mails.subjects(directory.resolve('home'), ADA) == ['Set a new password']
    link.find()
    !plain.contains('/v1/t/')
    !plain.contains('List-Unsubscribe')

    when:
    def done = post(service, link.group(1), "token=${link.group(2)}&newPassword=battery+staple", ['Content-Type': 'application/x-www-form-urlencoded'])

    then:
    done.statusCode() == 200
    stored('select password from operators') != before

    and: 'no program may order such a mail'
    post(service, '/v1/emails', [to: ADA, template: 'sojourn/password-reset', props: [url: 'https://evil.example.com']], [Authorization: "Bearer $RunningApp.KEY"]).statusCode() == 400

    cleanup:
    service?.close()
  }

  def "in production no link is put into a mailbox that everybody can read"() {
    given:
    ada()
    def service = app(Mode.API, PRODUCTION).start()

    when:
    def asked = post(service, '/api/auth/request-password-reset', [email: ADA])

    then:
    asked.statusCode() == 200
    stored('select id from sends') == []

    cleanup:
    service?.close()
  }

  def "what was changed just before a stop in order is in the log"() {
    given:
    def service = app(Mode.API).start()

    when:
    def held = post(service, '/v1/admin/sends/hold', '', [Authorization: "Bearer $RunningApp.KEY"])
    service.close()

    then:
    held.statusCode() == 200
    stored("select actor || ' ' || action || ' ' || status from audit_logs") == ['legacy sends.post 200']
  }
}
