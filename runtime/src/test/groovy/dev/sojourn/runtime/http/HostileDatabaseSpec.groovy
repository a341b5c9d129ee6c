package dev.sojourn.runtime.http

import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.classic.spi.ThrowableProxyUtil
import ch.qos.logback.core.read.ListAppender
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.json.JsonArray
import io.vertx.core.json.JsonObject
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import org.slf4j.LoggerFactory
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Every route of the document gets what nobody well-meaning sends. */
class HostileDatabaseSpec extends Specification {
  @Shared @TempDir Path directory
  @Shared HttpFixture http
  @Shared ListAppender<ILoggingEvent> log = new ListAppender<>()
  @Shared HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
  @Shared Map document = plain(OpenApi.document())

  def setupSpec() {
    Files.createDirectories(directory.resolve('templates'))
    Files.writeString(directory.resolve('templates/welcome.html'), "---\nsubject: Hello\n---\n<p>Hello</p>\n")
    http = new HttpFixture(TestDatabase.fresh(), directory, [welcome: HttpApiDatabaseSpec.WELCOME], HttpFixture.ADMIN, HttpFixture.ANY_RATE)
    http.post('/v1/events', [name: 'user.created', userId: 'x', email: 'x@example.com'])
    log.start()
    root().addAppender(log)
  }

  def cleanupSpec() {
    root().detachAppender(log)
    http?.close()
  }

  def "#method #path answers whatever comes, is not at fault, and tells no secret"() {
    given:
    def asks = Hostile.of(path, method, operation) { one, asks -> filled(one) + (asks && one.endsWith('suppressions/import') ? '?key=x' : '') }
    log.list.clear()

    when:
    def answers = asks.collect { [ask: it, status: status(it)] }

    then: 'no fault of ours, and no silence'
    answers.findAll { it.status >= 500 && !(it.status == 503 && path in ['/readyz', '/health', '/v1/health']) } == []

    and: 'nothing of it in the log'
    log.list.findAll { said(it).contains(Hostile.SECRET) || said(it).contains(HttpFixture.ADMIN) } == []
    log.list.findAll { it.level.toString() == 'ERROR' }.collect { said(it) } == []

    where:
    [path, method, operation] << plain(OpenApi.document()).paths.collectMany { path, methods ->
      methods.collect { method, operation -> [path, method, operation] }
    }
  }

  def "a body that stops halfway is given up on every route that takes one as a whole"() {
    given:
    def paths = document.paths.findAll { path, methods ->
      methods.post?.requestBody && !path.endsWith('/import')
    }.keySet()

    when:
    def answers = paths.collect { path -> CompletableFuture.supplyAsync { halfway(filled(path)) } }

    then:
    answers.every { it.get(20, TimeUnit.SECONDS) =~ /HTTP\/1.1 4\d\d/ }
  }

  def "after all that the service is well"() {
    expect:
    http.get('/readyz', null).status == 200
    http.post('/v1/events', [name: 'visit', userId: 'after']).status == 202
  }

  private int status(Hostile.Ask ask) {
    def publisher = ask.body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(ask.body)
    def uri
    try {
      uri = http.uri(ask.path)
    } catch (IllegalArgumentException unwritable) {
      return raw(ask)
    }
    def request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(15)).method(ask.method, publisher)
        .header('Authorization', "Bearer ${HttpFixture.ADMIN}").header('X-Secret', Hostile.SECRET)
    if (ask.type) {
      request.header('Content-Type', ask.type)
    }
    try {
      client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
    } catch (IOException cut) {
      // Far too much is answered and cut off while it is still being sent.
      assert ask.what == 'too much' || ask.body?.size() > 1_000_000: "$ask: $cut"
      413
    }
  }

  /** An address that no client writes. */
  private int raw(Hostile.Ask ask) {
    answered("$ask.method $ask.path HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${HttpFixture.ADMIN}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        .split(' ')[1] as int
  }

  private String halfway(String path) {
    answered("POST $path HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${HttpFixture.ADMIN}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"na")
  }

  private String answered(String request) {
    new Socket('127.0.0.1', http.api.port()).withCloseable { socket ->
      socket.soTimeout = 15_000
      socket.outputStream.write(request.getBytes('UTF-8'))
      socket.inputStream.newReader('UTF-8').readLine()
    }
  }

  private static String filled(String path) {
    path.replace('/journeys/{id}', '/journeys/welcome').replace('/templates/{key}', '/templates/welcome').replaceAll(/\{\w+}/, 'x')
  }

  private static String said(ILoggingEvent event) {
    event.formattedMessage + event.keyValuePairs + (event.throwableProxy ? ThrowableProxyUtil.asString(event.throwableProxy) : '')
  }

  private static Logger root() {
    (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
  }

  private static Object plain(Object value) {
    value instanceof JsonObject ? plain(value.map)
        : value instanceof JsonArray ? plain(value.list)
        : value instanceof Map ? value.collectEntries { name, inner -> [name, plain(inner)] }
        : value instanceof List ? value.collect { plain(it) }
        : value
  }
}
