package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import com.fasterxml.jackson.databind.ObjectMapper
import dev.sojourn.core.identity.PasswordHash
import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.limit.FakeRedis
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
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

  private int read(RunningApp app, String path, Map<String, String> headers) {
    def request = HttpRequest.newBuilder(URI.create(app.address(path))).GET()
    headers.each { name, value -> request.header(name, value) }
    client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
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

  def "two apis that start at once make the first operator and the first key once, know one session, and count together"() {
    given:
    def log = new ListAppender<ILoggingEvent>()
    log.start()
    def root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
    root.addAppender(log)
    def redis = new FakeRedis()
    def settings = [STUDIO_ADMIN_EMAIL: 'Ada <Ada@example.com>', REDIS_URL: redis.url, DATA_PLANE_RATE_LIMIT_PER_MINUTE: '4']

    when:
    def apis = (1..2).collect { app(Mode.API, settings) }
    apis.collect { api -> CompletableFuture.runAsync { api.start() } }*.get(60, TimeUnit.SECONDS)

    then: 'what nobody chose is told once, and is good'
    def (password, key) = [/the first operator .* shown this once: ([\w-]{24})/, /a first key .* shown this once: (sk_[\w-]{43})/].collect { said ->
      def told = log.list.findResults { (it.formattedMessage =~ said).with { it.matches() ? it.group(1) : null } }
      assert told.size() == 1
      told[0]
    }
    stored('select email from operators') == [ADA]
    stored('select password from operators')[0].startsWith('pbkdf2-sha256$600000$')
    stored('select count(*) from api_keys') == ['1']

    when: 'she signs in at the one'
    def cookie = post(apis[0], '/api/auth/sign-in/email', [email: ADA, password: password]).headers().firstValue('set-cookie').get().split(';')[0]

    then: 'both know her, until she signs out at the other'
    apis.collect { read(it, '/v1/admin/journeys', [Cookie: cookie]) } == [200, 200]
    post(apis[1], '/api/auth/sign-out', [:], [Cookie: cookie, Origin: 'http://run.example.com']).statusCode() == 200
    apis.collect { read(it, '/v1/admin/journeys', [Cookie: cookie]) } == [401, 401]

    when: 'both count in Redis, one sends to them in turn'
    until(10) { apis.every { read(it, '/v1/contacts/find?userId=u', [Authorization: "Bearer $RunningApp.KEY"]) && it.get('/v1/health').components.redis.status == 'up' } }
    def answers = (0..5).collect { post(apis[it % 2], '/v1/events', [name: 'visit', userId: 'u'], [Authorization: "Bearer $key"]).statusCode() }

    then:
    answers == [202, 202, 202, 202, 429, 429]

    when: 'one starts once more'
    app(Mode.API, settings).withCloseable { it.start() }

    then:
    log.list.count { it.formattedMessage.contains('shown this once') } == 2

    cleanup:
    apis*.close()
    redis?.close()
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
    def plain = until(20) { Mails.plain(directory.resolve('home')) }[0]
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
