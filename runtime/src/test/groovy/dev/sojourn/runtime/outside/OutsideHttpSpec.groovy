package dev.sojourn.runtime.outside

import io.vertx.core.Future
import io.vertx.core.Vertx
import io.vertx.core.buffer.Buffer
import io.vertx.core.http.HttpServer
import io.vertx.core.net.NetServer
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import spock.lang.Shared
import spock.lang.Specification

class OutsideHttpSpec extends Specification {
  @Shared Vertx vertx = Vertx.vertx()
  List<String> paths = new CopyOnWriteArrayList<>()
  Closure answer = { it.response().end('fine') }
  HttpServer server = await(vertx.createHttpServer().requestHandler { request ->
    paths << request.path()
    request.body().onSuccess { answer(request) }
  }.listen(0, '127.0.0.1'))
  Map<String, List<String>> names = [:]
  List<String> asked = new CopyOnWriteArrayList<>()
  List<OutsideHttp> opened = []

  def cleanup() {
    opened.each { await(it.close()) }
    await(server.close())
  }

  def cleanupSpec() {
    await(vertx.close())
  }

  def "an answer comes with its status, its wait and its body"() {
    given:
    answer = { it.response().setStatusCode(429).putHeader('Retry-After', '7').end('{"a": 1}') }

    when:
    def got = await(http().ask(ask('127.0.0.1', Reach.ANYWHERE)))

    then:
    got.status() == 429
    got.retryAfter().get() == Duration.ofSeconds(7)
    got.json() == [a: 1]
    got.text('a') == null
  }

  def "a name that leads to #address is not asked when the reach is #reach"() {
    given:
    names.victim = ['8.8.8.8', address]

    when:
    await(http().ask(ask('victim', reach)))

    then:
    def refused = thrown(IllegalArgumentException)
    refused.message == "'http://victim' may not be asked: it needs https and a public address"
    paths == []

    where:
    address           | reach
    '127.0.0.1'       | Reach.PUBLIC
    '10.0.0.1'        | Reach.PUBLIC
    '10.0.0.1'        | Reach.PUBLIC_OR_HERE
    '169.254.169.254' | Reach.PUBLIC_OR_HERE
    '8.8.4.4'         | Reach.PUBLIC
  }

  def "a name that has come to mean this machine is refused when it is asked, though it was fine when checked"() {
    given:
    def http = http()
    names.rebound = ['8.8.8.8']

    when:
    await(http.check(URI.create('https://rebound/hook'), Reach.PUBLIC))
    names.rebound = ['127.0.0.1']
    await(http.ask(new Ask('POST', URI.create("https://rebound:${server.actualPort()}/hook"), Reach.PUBLIC, [:], Buffer.buffer())))

    then:
    thrown(IllegalArgumentException)
    asked == ['rebound', 'rebound']
    paths == []
  }

  def "the connection goes to the address that was checked, and to no other of the name"() {
    given: 'a name that means this machine once, and nothing afterwards'
    names.once = ['127.0.0.1']

    when:
    def http = http()
    def got = await(http.ask(ask('once', Reach.PUBLIC_OR_HERE)))

    then:
    got.status() == 200
    asked == ['once']
  }

  def "no redirect is followed"() {
    given:
    answer = { it.response().setStatusCode(302).putHeader('Location', "http://127.0.0.1:${server.actualPort()}/secret").end() }

    expect:
    await(http().ask(ask('127.0.0.1', Reach.ANYWHERE))).status() == 302
    paths == ['/hook']
  }

  def "a URL of another form is refused: #url"() {
    when:
    await(http().ask(new Ask('POST', URI.create(url), Reach.ANYWHERE, [:], Buffer.buffer())))

    then:
    thrown(IllegalArgumentException)

    where:
    url << ['ftp://example.com/', 'https://user:pass@example.com/', 'https:///path', 'mailto:ada@example.com']
  }

  def "who accepts and says nothing is given up in time"() {
    given:
    NetServer silent = await(vertx.createNetServer().connectHandler {}.listen(0, '127.0.0.1'))

    when:
    await(http(Duration.ofMillis(300)).ask(new Ask('POST', URI.create("http://127.0.0.1:${silent.actualPort()}/"), Reach.ANYWHERE, [:], Buffer.buffer('x'))))

    then:
    thrown(TimeoutException)

    cleanup:
    await(silent.close())
  }

  def "a body that does not end is taken as far as it came, if that is enough: #cuts"() {
    given:
    answer = { it.response().setChunked(true).write('x' * 3_000) }
    def http = http(Duration.ofMillis(500), 1_000, cuts)

    when:
    def got = await(http.ask(ask('127.0.0.1', Reach.ANYWHERE)).otherwise(null))

    then:
    cuts ? got.status() == 200 && got.body() == 'x' * 1_000 : got == null

    where:
    cuts << [true, false]
  }

  def "a status counts though its body trickles"() {
    given:
    answer = { it.response().setChunked(true).write('begun') }

    expect:
    await(http(Duration.ofMillis(300), 1_000, true).ask(ask('127.0.0.1', Reach.ANYWHERE))).body() == 'begun'
  }

  def "those who ask for one name at a time wait for one answer"() {
    given:
    def gate = new java.util.concurrent.CountDownLatch(1)
    def hosts = new Hosts(vertx, { host ->
      asked << host
      gate.await(10, TimeUnit.SECONDS)
      [InetAddress.getByName('8.8.8.8')] as InetAddress[]
    })

    when:
    def all = (1..50).collect { hosts.of('slow') }
    gate.countDown()

    then:
    all.every { await(it).length == 1 }
    asked == ['slow']

    cleanup:
    await(hosts.close())
  }

  private OutsideHttp http(Duration patience = Duration.ofSeconds(5), int longest = 1_000, boolean cuts = true) {
    def made = new OutsideHttp(vertx, new OutsideHttp.Bounds(8, patience, longest, cuts), { host ->
      asked << host
      names.getOrDefault(host, [host]).collect { InetAddress.getByName(it) } as InetAddress[]
    })
    opened << made
    made
  }

  private Ask ask(String host, Reach reach) {
    Ask.post(URI.create("http://$host:${server.actualPort()}/hook"), reach, [:], 'application/json', '{}')
  }

  private static <T> T await(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
    } catch (ExecutionException e) {
      throw e.cause
    }
  }
}
