package dev.sojourn.runtime.http

import ch.qos.logback.classic.Level
import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import dev.sojourn.runtime.app.Patience
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.telemetry.LogKey
import io.vertx.core.Promise
import io.vertx.core.buffer.Buffer
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import java.util.zip.GZIPInputStream
import org.slf4j.LoggerFactory
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class HttpApiDatabaseSpec extends Specification {
  static final WELCOME = '''\
journey('welcome') {
  name 'Welcome'
  trigger 'user.created'
  exitOn 'user.deleted'
  suppress 0.seconds

  steps {
    sleepFor 7.days
  }
}
'''

  @Shared
  @TempDir
  Path directory

  @Shared
  HttpFixture http

  @Shared
  Map<String, String> key = [settings: HttpFixture.ADMIN, wrong: 'sk_wrong', none: null]

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory, [welcome: WELCOME])
    ['ingest', 'read', 'journey-admin', 'full-admin'].each { name ->
      key[name] = HttpFixture.await(http.keys.create(name, [Scope.of(name)] as Set))
    }
  }

  def cleanupSpec() {
    http?.close()
  }

  def "an event is taken in and its receipt says what it did"() {
    when:
    def first = http.post('/v1/events', [name: 'user.created', userId: 'ada "the" countess'], key.ingest)

    then:
    first.status == 202
    first.header('content-type') == 'application/json; charset=utf-8'
    with(first.json) {
      stored == true
      eventId ==~ /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/
      contactKey == 'ada "the" countess'
      exits == []
      dispatched == ['welcome']
    }

    when:
    def exit = http.post('/v1/events', [name: 'user.deleted', userId: 'ada "the" countess'], key.ingest).json

    then:
    exit.exits*.journeyId == ['welcome']
    exit.exits*.exited == [true]
    exit.exits[0].stateId ==~ /[0-9a-f-]{36}/
    exit.dispatched == []
  }

  def "the repeat of a key answers the first event"() {
    when:
    def first = http.post('/v1/events', [name: 'visit', userId: 'bob', idempotencyKey: 'in-body'], key.ingest,
        ['Idempotency-Key': 'in-header']).json
    def again = http.post('/v1/events', [name: 'visit', userId: 'bob'], key.ingest,
        ['Idempotency-Key': 'in-header']).json

    then:
    first.stored
    !again.stored
    again.eventId == first.eventId
    again.exits == []
  }

  def "#method #path with the key '#who' answers #status"() {
    expect:
    http.send(method, path, key[who], body).status == status

    where:
    method | path                          | body                          | who             || status
    'POST' | '/v1/events'                  | [name: 'visit', userId: 'u']  | 'none'          || 401
    'POST' | '/v1/events'                  | [name: 'visit', userId: 'u']  | 'wrong'         || 401
    'POST' | '/v1/events'                  | [name: 'visit', userId: 'u']  | 'ingest'        || 202
    'POST' | '/v1/events'                  | [name: 'visit', userId: 'u']  | 'read'          || 403
    'POST' | '/v1/events'                  | [name: 'visit', userId: 'u']  | 'journey-admin' || 403
    'POST' | '/v1/events'                  | [name: 'visit', userId: 'u']  | 'full-admin'    || 202
    'POST' | '/v1/events'                  | [name: 'visit', userId: 'u']  | 'settings'      || 202
    'GET'  | '/v1/admin/journeys'          | null                          | 'none'          || 401
    'GET'  | '/v1/admin/journeys'          | null                          | 'wrong'         || 401
    'GET'  | '/v1/admin/journeys'          | null                          | 'ingest'        || 403
    'GET'  | '/v1/admin/journeys'          | null                          | 'read'          || 200
    'GET'  | '/v1/admin/journeys'          | null                          | 'journey-admin' || 200
    'GET'  | '/v1/admin/journeys'          | null                          | 'full-admin'    || 200
    'GET'  | '/v1/admin/journeys'          | null                          | 'settings'      || 200
    'PATCH'| '/v1/admin/journeys/welcome'  | [enabled: true]               | 'read'          || 403
    'PATCH'| '/v1/admin/journeys/welcome'  | [enabled: true]               | 'journey-admin' || 200
    'PATCH'| '/v1/admin/journeys/welcome'  | [enabled: true]               | 'ingest'        || 403
  }

  def "a refusal says in one sentence why"() {
    expect:
    http.post('/v1/events', [name: 'visit', userId: 'u'], key.read).json == [error: 'Forbidden: insufficient scope']
    http.get('/v1/admin/journeys', null).json.error.startsWith('Unauthorized')
    http.get('/v1/admin/journeys', null).header('www-authenticate') == 'Bearer'
  }

  def "a body that is #what answers #status"() {
    when:
    def answer = http.post('/v1/events', body, key.ingest)

    then:
    answer.status == status
    answer.json.error.size() > 0

    where:
    what              | body                                                        || status
    'no JSON'         | '{"name": '                                                 || 400
    'empty'           | ''                                                          || 400
    'no object'       | '[1]'                                                       || 400
    'nameless'        | [userId: 'u']                                               || 400
    'about nobody'    | [name: 'visit']                                             || 400
    'long-named'      | [name: 'n' * 201, userId: 'u']                              || 400
    'from the future' | [name: 'v', userId: 'u', timestamp: '2999-01-01T00:00:00Z'] || 400
    'larger than 1 MB'| '{"name":"' + 'x' * (1 << 20) + '"}'                        || 413
    'far larger'      | 'x' * (3 << 20)                                             || 413
  }

  def "a body that does not arrive in time is given up"() {
    given:
    def answer = new CompletableFuture<String>()
    def client = http.vertx.createNetClient()

    when:
    client.connect(http.api.port(), '127.0.0.1').onSuccess { socket ->
      socket.handler { Buffer chunk -> answer.complete(chunk.toString()) }
      socket.write("POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key.ingest}\r\nContent-Length: 100\r\n\r\n{\"na")
    }

    then:
    answer.get(10, TimeUnit.SECONDS).startsWith('HTTP/1.1 408')
  }

  def "a sender that asks first is told before it sends"() {
    given:
    def answer = new CompletableFuture<String>()
    def client = http.vertx.createNetClient()

    when:
    client.connect(http.api.port(), '127.0.0.1').onSuccess { socket ->
      socket.handler { Buffer chunk -> answer.complete(chunk.toString()) }
      socket.write("POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key.ingest}\r\nExpect: 100-continue\r\nContent-Length: $length\r\n\r\n")
    }

    then:
    answer.get(10, TimeUnit.SECONDS).startsWith("HTTP/1.1 $status")

    where:
    length  || status
    20      || 100
    5000000 || 413
  }

  def "#method #path is no route: #status"() {
    when:
    def answer = http.send(method, path, HttpFixture.ADMIN, null)

    then:
    answer.status == status
    answer.json.error.contains(path)
    answer.header('allow') == allowed

    where:
    method   | path                  || status | allowed
    'GET'    | '/nothing/here'       || 404    | null
    'POST'   | '/v1/admin/nothing'   || 404    | null
    'GET'    | '/v1/events'          || 405    | 'OPTIONS, POST'
    'DELETE' | '/v1/events'          || 405    | 'OPTIONS, POST'
    'POST'   | '/v1/admin/journeys'  || 405    | 'GET'
    'PUT'    | '/v1/admin/journeys/welcome' || 405 | 'GET, PATCH'
    'POST'   | '/livez'              || 405    | 'GET, HEAD'
  }

  def "every answer carries an id of its request and keeps browsers careful"() {
    when:
    def given = http.get('/livez', null, ['X-Request-Id': 'abc-123'])
    def event = http.post('/v1/events', [name: 'visit', userId: 'u'], key.ingest, ['X-Request-Id': 'abc-124'])
    def unfit = http.get('/livez', null, ['X-Request-Id': 'a b'])
    def none = http.get('/nothing', null)

    then:
    given.header('x-request-id') == 'abc-123'
    event.header('x-request-id') == 'abc-124'
    unfit.header('x-request-id') ==~ /req_[0-9a-z]+/
    none.header('x-request-id') ==~ /req_[0-9a-z]+/
    [given, event, unfit, none].every { it.header('x-content-type-options') == 'nosniff' }
    [given, event, unfit, none].every { it.header('x-frame-options') == 'DENY' }
  }

  def "a long answer comes packed to who reads that, and to nobody else"() {
    given:
    def path = '/v1/admin/contacts?limit=100'
    (1..20).each { http.post('/v1/events', [name: 'visit', userId: "reader $it".toString()], key.ingest) }

    when:
    def plain = http.get(path)
    def packed = http.bytes(path, ['Accept-Encoding': 'gzip'])

    then:
    plain.status == 200
    plain.header('content-encoding') == null
    plain.header('vary') == 'accept-encoding'
    packed.headers().firstValue('content-encoding').get() == 'gzip'
    packed.headers().firstValue('vary').get() == 'accept-encoding'
    packed.body().length < plain.text.length() / 2
    new GZIPInputStream(new ByteArrayInputStream(packed.body())).text == plain.text

    and: 'what is short, and what a cookie may have a part in, comes as it is'
    http.bytes('/livez', ['Accept-Encoding': 'gzip']).headers().firstValue('content-encoding').empty
    http.bytes(path, ['Accept-Encoding': 'gzip', Cookie: 'a=b']).headers().firstValue('content-encoding').empty
    http.post('/v1/events', [name: 'visit', userId: 'u'], key.ingest, ['Accept-Encoding': 'gzip']).header('content-encoding') == null
  }

  def "it says that it is alive, ready and healthy"() {
    expect:
    http.get('/livez', null).json == [status: 'up']
    with(http.get('/readyz', null)) {
      status == 200
      json.status == 'ready'
      json.components.database.status == 'up'
      json.components.schema.status == 'up'
      json.components.engine.backing == 'local'
      json.components.scripts == [status: 'up', loaded: 1, failed: 0, warnings: 0]
    }
    with(http.get('/v1/health', null)) {
      status == 200
      json.status == 'healthy'
      json.version == 'spec'
      json.engine == 'local'
      json.schema.engine.inSync == true
      json.schema.engine.pending == []
      json.components.worker == [status: 'down', lastSeenAt: null]
      json.activity == [windowHours: 24, journeys: [failed: 0, completed: 0], emails: [failed: 0, sent: 0]]
    }
    http.get('/health', null).json == [status: 'healthy']
    http.send('HEAD', '/readyz', null, null).status == 200
  }

  def "where requests are told, each is one line that names its route and its id, and nobody"() {
    given:
    def told = new ListAppender<ILoggingEvent>(list: new CopyOnWriteArrayList())
    def logger = LoggerFactory.getLogger(LogKey.REQUESTS) as Logger
    told.start()
    def lines = { told.list.collectEntries { [it.keyValuePairs[0].value, it.formattedMessage - ~/ in \d+ ms$/] }.subMap('one', 'two', 'three', 'four', 'five') }
    logger.addAppender(told)
    logger.level = Level.DEBUG

    when:
    http.get('/v1/admin/contacts/ada@example.com', HttpFixture.ADMIN, ['X-Request-Id': 'one'])
    http.post('/v1/events', [name: 'visit', userId: 'ada'], key.ingest, ['X-Request-Id': 'two'])
    http.post('/v1/events', [name: 'visit', userId: 'ada'], null, ['X-Request-Id': 'three'])
    http.get('/nothing', null, ['X-Request-Id': 'four'])

    then:
    Patience.until(5) { lines().size() == 4 }
    lines() == [
        one: 'GET /v1/admin/contacts/:id 404', two: 'POST /v1/events 202', three: 'POST /v1/events 401', four: 'GET unknown 404']

    when: 'they are told no more'
    logger.level = Level.INFO
    http.get('/livez', null, ['X-Request-Id': 'five'])

    then:
    lines().size() == 4

    cleanup:
    logger.detachAppender(told)
    logger.level = null
  }

  def "a scrape shows what was counted"() {
    given:
    http.post('/v1/events', [name: 'visit', userId: 'u'], key.ingest)
    http.get('/nothing', null)
    def hold = Promise.promise()
    def working = (1..3).collect { http.database.transaction { tx -> tx.run('select 1').compose { hold.future() } } }

    expect:
    Patience.until(10) { scraped('db_pool_active_connections') >= 3 }
    scraped('http_requests_total{method="POST",route="/v1/events",status="202"}') >= 1
    scraped('http_requests_total{method="any",route="unknown",status="404"}') >= 1
    scraped('http_request_duration_seconds_count{method="POST",route="/v1/events"}') >= 1
    scraped('scripts_loaded') == 1
    scraped('scripts_failed') == 0
    scraped('db_pool_connections') >= 3
    scraped('db_pool_acquire_duration_seconds_count') >= 3
    scraped('db_query_duration_seconds_sum') > 0
    scraped('journey_step_retries_total') == 0
    scraped('rate_limiter_circuit_open') == 0
    scraped('outbox_pending') == 0
    scraped('outbox_lag_seconds') == 0
    scraped('dlq_pending{source="email"}') == 0
    scraped('dlq_pending{source="webhook-delivery"}') == 0
    scraped('jvm_threads_live_threads') > 1

    and: 'it is the text that Prometheus reads'
    with(http.get('/metrics', null)) {
      header('content-type').startsWith('text/plain; version=0.0.4')
      text.readLines().findAll { !(it ==~ /# (HELP|TYPE) [a-z][a-z0-9_]* .*|[a-z][a-z0-9_]*(\{([a-z_]+="([^"\\]|\\.)*",?)+})? (NaN|[0-9.E-]+)/) } == []
      text.readLines().findAll { !it.startsWith('#') }*.replaceAll(/ \S+$/, '').countBy { it }.every { it.value == 1 }
    }

    cleanup:
    hold.complete()
    working.each { HttpFixture.await(it) }
  }

  /** The value of a series now. */
  private double scraped(String series) {
    def line = http.get('/metrics', null).text.readLines().find { it.startsWith(series + ' ') }
    line == null ? -1 : line.substring(series.length() + 1) as double
  }

  def "a limit or an offset out of bounds is a bad request"() {
    expect:
    http.get("/v1/admin/journeys?$query").status == 400

    where:
    query << ['limit=0', 'limit=101', 'limit=x', 'limit=-1', 'offset=-1', 'offset=1.5', 'enabled=maybe']
  }
}
