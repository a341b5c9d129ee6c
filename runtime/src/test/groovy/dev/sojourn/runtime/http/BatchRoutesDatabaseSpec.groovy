package dev.sojourn.runtime.http

import dev.sojourn.runtime.database.TestDatabase
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.stream.IntStream
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Many events in one request: in a list, and as a stream of lines. */
class BatchRoutesDatabaseSpec extends Specification {
  static final BATCH = '/v1/events/batch'
  static final IMPORT = '/v1/admin/events/import'

  @Shared @TempDir Path directory
  @Shared HttpFixture http
  @Shared String key

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory, [welcome: HttpApiDatabaseSpec.WELCOME])
    key = http.key(['ingest'])
  }

  def cleanupSpec() {
    http?.close()
  }

  def "each event of a batch has its own answer, and a bad one fails alone"() {
    when:
    def answer = http.post(BATCH, [events: [
        [name: 'visit', userId: 'ada', idempotencyKey: 'b-1'],
        [name: 'visit'],
        7,
        [name: 'email.sent', userId: 'ada'],
        [name: 'visit', userId: 'ada', idempotencyKey: 'b-1'],
        [name: 'visit', userId: 'bob', eventProperties: [deep: [[[1]]]]]]], key)

    then:
    answer.status == 200
    with(answer.json.results) {
      it*.index == [0, 1, 2, 3, 4, 5]
      it*.status == [202, 400, 400, 400, 202, 202]
      it*.stored == [true, false, false, false, false, true]
      it[4].eventId == it[0].eventId
      it[1].error.contains('userId or email')
      it[3].error.contains("'email.sent'")
    }
  }

  def "the events of one contact are taken in as they stand in the list"() {
    when:
    def answer = http.post(BATCH, [events: [
        [name: 'user.created', userId: 'eve', email: 'eve@example.com'],
        [name: 'user.deleted', userId: 'eve']]], key)

    then:
    answer.json.results*.status == [202] * 2
    states('eve') == ['exited']
  }

  def "a batch under a key is taken in once"() {
    given:
    def events = [events: [[name: 'visit', userId: 'carl'], [name: 'visit', userId: 'carl', idempotencyKey: 'own-1']]]

    when:
    def first = http.post(BATCH, events, key, ['Idempotency-Key': 'batch-1']).json.results
    def again = http.post(BATCH, events, key, ['Idempotency-Key': 'batch-1']).json.results
    def elsewhere = http.post(BATCH, events, key, ['Idempotency-Key': 'batch-2']).json.results

    then:
    first*.stored == [true, true]
    again*.stored == [false, false]
    again*.eventId == first*.eventId
    elsewhere*.stored == [true, false]
  }

  def "a batch that is #what answers #status"() {
    when:
    def answer = http.post(BATCH, body, key)

    then:
    answer.status == status
    answer.json.error.contains(says)

    where:
    what             | body                                                             || status | says
    'empty'          | [events: []]                                                     || 400    | 'events is empty'
    'missing'        | [:]                                                              || 400    | 'events is missing'
    'no list'        | [events: 'all']                                                  || 400    | 'events is no list'
    'twice'          | '{"events":[],"events":[]}'                                      || 400    | 'events is there twice'
    'too long'       | [events: [[name: 'v', userId: 'u']] * 501]                       || 400    | 'more than 500'
    'no JSON'        | '{"events":[{"name":"v"'                                         || 400    | 'no JSON'
    'too large'      | [events: [[name: 'v', userId: 'u', x: 'x' * (6 << 20)]]]         || 413    | 'larger than'
    'more than JSON' | '{"events":[{"name":"v","userId":"u"}]} {}'                      || 400    | 'more after'
  }

  def "five hundred events of a megabyte in all are no hardship"() {
    given:
    def events = (1..500).collect { [name: 'visit', userId: "many-${it % 50}".toString(), eventProperties: [text: 'x' * 2000]] }

    expect:
    (1..6).collect { CompletableFuture.supplyAsync { http.post(BATCH, [events: events], key).json.results*.status } }
        .every { it.get(30, TimeUnit.SECONDS) == [202] * 500 }
  }

  def "lines are answered one by one, and counted at the end"() {
    given:
    def lines = ['{"name":"visit","userId":"n1"}', '', '{"name":"visit"}', 'no json', '{"name":"visit","userId":"n2"}\r']

    when:
    def some = imported(lines.join('\n') + '\n')
    def all = imported(lines.join('\n'), '?results=all')

    then:
    some*.line == [3, 4, null]
    some[0].status == 400
    some[2] == [lines: 5, stored: 2, repeated: 0, failed: 2, complete: true]
    all*.line == [1, 3, 4, 5, null]
    all*.status == [202, 400, 400, 202, null]
    all[0].eventId ==~ /[0-9a-f-]{36}/
  }

  def "a file under a key is taken in once, also in part"() {
    given:
    def lines = (1..30).collect { "{\"name\":\"visit\",\"userId\":\"once-$it\"}".toString() }

    expect:
    imported(lines.take(10).join('\n'), '?key=file-1').last().stored == 10
    imported(lines.join('\n'), '?key=file-1').last() == [lines: 30, stored: 20, repeated: 10, failed: 0, complete: true]
    imported(lines.join('\n'), '?key=file-2').last().stored == 30
  }

  def "history decides nothing: nobody enters a journey, and nobody leaves one"() {
    given:
    http.post('/v1/events', [name: 'user.created', userId: 'there'], key)

    when:
    def last = imported('{"name":"user.created","userId":"past","timestamp":"2020-01-01T00:00:00Z"}\n'
        + '{"name":"user.deleted","userId":"there","timestamp":"2020-01-01T00:00:00Z"}').last()

    then:
    last.stored == 2
    states('past') == []
    states('there').size() == 1
    states('there')[0] in ['active', 'waiting']
    sources('past') == [11]
  }

  def "a long stream is taken in while it arrives"() {
    given:
    def lines = IntStream.range(0, 5_000).mapToObj { "{\"name\":\"visit\",\"userId\":\"long-${it % 300}\"}\n".toString() }

    when:
    def last = imported(HttpRequest.BodyPublishers.ofByteArrays({ lines.map { it.bytes }.iterator() } as Iterable)).last()

    then:
    last == [lines: 5000, stored: 5000, repeated: 0, failed: 0, complete: true]
  }

  def "a line that is too long ends the import, after what came before it"() {
    when:
    def answer = imported('{"name":"visit","userId":"l1"}\n' + 'x' * ((1 << 20) + 200_000) + '\n{"name":"visit","userId":"l2"}\n')

    then:
    answer.last().stored == 1
    !answer.last().complete
    answer.last().error.startsWith('line 2 is longer')
  }

  def "a sender that reads nothing is not read from, and one that goes away does no harm"() {
    given:
    def socket = new Socket('127.0.0.1', http.api.port())
    def out = socket.outputStream
    out.write("POST $IMPORT?results=all HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${HttpFixture.ADMIN}\r\nTransfer-Encoding: chunked\r\n\r\n".bytes)
    def line = '{"name":"visit","userId":"deaf"}\n' * 500
    def chunk = (Integer.toHexString(line.length()) + '\r\n' + line + '\r\n').bytes

    when: 'it sends as long as it is taken'
    def writer = CompletableFuture.runAsync {
      try {
        400.times { out.write(chunk) }
      } catch (SocketException gone) {
        assert gone != null
      }
    }
    http.post('/v1/events', [name: 'visit', userId: 'other'], key)
    socket.close()
    writer.get(20, TimeUnit.SECONDS)

    then:
    imported('{"name":"visit","userId":"after"}').last().stored == 1
  }

  private List<Map> imported(String lines, String query = '') {
    imported(HttpRequest.BodyPublishers.ofString(lines), query)
  }

  private List<Map> imported(HttpRequest.BodyPublisher body, String query = '') {
    def request = HttpRequest.newBuilder(http.uri(IMPORT + query)).header('Authorization', "Bearer ${HttpFixture.ADMIN}").POST(body).build()
    def answer = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
        .send(request, HttpResponse.BodyHandlers.ofString())
    assert answer.statusCode() == 200: answer.body()
    answer.body().readLines().collect { HttpFixture.JSON.readValue(it, Map) }
  }

  private List<String> states(String user) {
    http.get("/v1/admin/journeys/welcome/states?userId=$user").json.states*.status
  }

  private List<Integer> sources(String user) {
    http.test.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery(
          "select e.source from events e join contacts c on c.id = e.contact_id where c.external_id = '$user'")
      def found = []
      while (rows.next()) {
        found << rows.getInt(1)
      }
      found
    }
  }
}
