package dev.sojourn.runtime.http

import dev.sojourn.core.render.FrontMatter
import dev.sojourn.core.render.Rendered
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.event.OwnEvent
import java.nio.charset.StandardCharsets
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class TrackingRoutesDatabaseSpec extends Specification {
  static final MATTER = new FrontMatter('s', null, null, null, [:], [:], new FrontMatter.Flags(true, true, false))
  static final CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

  @TempDir
  Path directory

  @AutoCleanup
  HttpFixture http = new HttpFixture(TestDatabase.fresh(), directory)

  def "a link leads on at once, and what it meant reaches the contact once"() {
    given:
    handOn()
    def send = send()
    def path = path(send)

    when:
    def answer = raw("GET $path HTTP/1.1", "User-Agent: $CHROME")

    then:
    answer.status == 'HTTP/1.1 302 Found'
    answer.headers.location == 'https://a.example/?x=1&y=2'
    answer.headers['cache-control'] == 'no-store'
    answer.headers['referrer-policy'] == 'no-referrer'
    answer.body.length == 0

    when:
    HttpFixture.await(http.tracking.close())

    then:
    eventually { assert events() == ['email.link_clicked'] }
    HttpFixture.await(http.database.run('select user_agent from link_clicks'))*.getString(0) == [CHROME]
  }

  def "who follows a link comes from where our own proxy says"() {
    given:
    def path = path(send())

    when:
    raw("GET $path HTTP/1.1", "User-Agent: $CHROME", 'X-Forwarded-For: 203.0.113.9, 198.51.100.4:40312')
    HttpFixture.await(http.tracking.close())

    then:
    HttpFixture.await(http.database.run('select ip from link_clicks'))*.getString(0) == ['198.51.100.4']
  }

  def "HEAD is answered as GET, without a body, and noted by nobody: #what"() {
    given:
    def send = send()
    def path = what == 'link' ? path(send) : "/v1/t/o/${http.database.publicIds().face(send)}"

    when:
    def head = raw("HEAD $path HTTP/1.1", "User-Agent: $CHROME")
    HttpFixture.await(http.tracking.close())

    then:
    head.status == status
    head.body.length == 0
    (head.headers.location != null) == (what == 'link')
    head.headers['cache-control'] == 'no-store'
    count('select count(*) from link_clicks') == 0
    count('select count(*) from sends where opened_at is null and clicked_at is null and scanned_at is null') == 1

    where:
    what    || status
    'link'  || 'HTTP/1.1 302 Found'
    'pixel' || 'HTTP/1.1 200 OK'
  }

  def "the pixel is a picture, whatever its address says: #id"() {
    when:
    def answer = raw("GET /v1/t/o/$id HTTP/1.1", "User-Agent: $CHROME")

    then:
    answer.status == 'HTTP/1.1 200 OK'
    answer.headers['content-type'] == 'image/gif'
    answer.headers['cache-control'] == 'no-store'
    new String(answer.body[0..5] as byte[], StandardCharsets.US_ASCII) == 'GIF89a'
    javax.imageio.ImageIO.read(new ByteArrayInputStream(answer.body)).with { [width, height] } == [1, 1]

    where:
    id << ['x', '0198c0de-0000-7000-8000-000000000000', '%00', 'a%2Fb']
  }

  def "a mail that was opened is opened"() {
    given:
    handOn()
    def send = send()

    when:
    raw("GET /v1/t/o/${http.database.publicIds().face(send)} HTTP/1.1", "User-Agent: $CHROME")
    raw("GET /v1/t/o/${http.database.publicIds().face(send)} HTTP/1.1", "User-Agent: $CHROME")
    HttpFixture.await(http.tracking.close())

    then:
    eventually { assert events() == ['email.opened'] }
    count("select count(*) from sends where status = 'opened' and opened_at is not null") == 1
  }

  def "what is forged leads to our own front page: #word"() {
    when:
    def answer = raw("GET /v1/t/c/$word HTTP/1.1", "User-Agent: $CHROME")

    then:
    answer.status == 'HTTP/1.1 302 Found'
    answer.headers.location == 'https://go.example.com'

    where:
    word << ['x', 'aHR0cHM6Ly9ldmlsLmV4YW1wbGU', 'https:%2F%2Fevil.example', '%0d%0aLocation:%20https:%2F%2Fevil.example', 'A' * 6000]
  }

  def "without a database a link still leads on"() {
    given:
    def path = path(send())

    when:
    http.cutOff()
    def answers = (1..3).collect { raw("GET $path HTTP/1.1", "User-Agent: $CHROME") }

    then:
    answers*.status as Set == ['HTTP/1.1 302 Found'] as Set
    answers*.headers*.location as Set == ['https://a.example/?x=1&y=2'] as Set
  }

  private void handOn() {
    HttpFixture.await(http.outbox.handOn { parcel -> http.ingest.put(OwnEvent.of(parcel)) })
  }

  private long send() {
    def contact = http.database.ids().next()
    def id = http.database.ids().next()
    HttpFixture.await(http.database.run('''insert into contacts(id, external_id, first_seen_at, last_seen_at)
        values ($1::int8, 'ada', now(), now())''', contact))
    HttpFixture.await(http.database.run('''insert into sends(id, contact_id, due_at, status, template, category, sent_at)
        values ($1::int8, $2::int8, now(), 'sent', 'welcome', 'journey', now() - interval '1 h')''', id, contact))
    id
  }

  private String path(long send) {
    def mail = new Rendered('s', '<a href="https://a.example/?x=1&amp;y=2">x</a>', '')
    (http.tracking.mark(send, MATTER, mail).html() =~ /href="https:\/\/go.example.com([^"]+)"/)[0][1]
  }

  private List<String> events() {
    def rows = HttpFixture.await(http.database.run('select n.name from events e join names n on n.id = e.name where e.source = 4 order by e.id'))
    rows.collect { it.getString(0) }
  }

  private long count(String sql) {
    HttpFixture.await(http.database.run(sql)).iterator().next().getLong(0)
  }

  private Map raw(String line, String... headers) {
    new Socket('127.0.0.1', http.api.port()).withCloseable { socket ->
      socket.soTimeout = 20_000
      def request = [line, 'Host: go.example.com', 'Connection: close', *headers, '', ''].join('\r\n')
      socket.outputStream.write(request.getBytes(StandardCharsets.ISO_8859_1))
      socket.outputStream.flush()
      def answer = socket.inputStream.bytes
      def text = new String(answer, StandardCharsets.ISO_8859_1)
      def end = text.indexOf('\r\n\r\n')
      def lines = text.substring(0, end).split('\r\n')
      [status: lines[0],
       headers: lines.tail().collectEntries { [it.substring(0, it.indexOf(':')).toLowerCase(), it.substring(it.indexOf(':') + 1).trim()] },
       body: Arrays.copyOfRange(answer, end + 4, answer.length)]
    }
  }

  private void eventually(Closure condition) {
    def giveUp = System.nanoTime() + 15_000_000_000L
    while (true) {
      try {
        condition()
        return
      } catch (AssertionError notYet) {
        if (System.nanoTime() > giveUp) throw notYet
        def later = io.vertx.core.Promise.promise()
        http.vertx.setTimer(20) { later.complete() }
        HttpFixture.await(later.future())
      }
    }
  }
}
