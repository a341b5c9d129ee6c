package dev.sojourn.runtime.http

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import java.util.zip.GZIPOutputStream
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Contacts as files, in and out. */
class ImportRoutesDatabaseSpec extends Specification {
  @Shared @TempDir Path directory
  @Shared @AutoCleanup HttpFixture here = new HttpFixture(TestDatabase.fresh(), directory).working()

  def cleanup() {
    run('insert into identity_changes(contact_id) select id from contacts')
    run('truncate contacts, contact_keys, import_jobs, import_rows')
  }

  def "a file of contacts is taken in row by row, and what is wrong with a row is told by its number"() {
    given:
    def csv = '\uFEFFexternalId,email,plan,note\r\nada,ada@example.com,pro,"a, ""b""\nc"\r\n,bob@example.com,,\r\nx,no address,,\n,,free,\n'

    when:
    def begun = upload(csv)
    def job = done(begun.json.jobId)

    then:
    begun.status == 202
    begun.json.status == 'pending'
    job.subMap(['status', 'totalRows', 'processedRows', 'failedRows']) == [status: 'completed', totalRows: 4, processedRows: 4, failedRows: 2]
    job.errors*.row.sort() == [3, 4]
    job.errors.find { it.row == 3 }.error.contains('no e-mail address')
    contacts() == [[null, 'bob@example.com', [:]], ['ada', 'ada@example.com', [plan: 'pro', note: 'a, "b"\nc']]]
    rows('select 1 from import_rows') == 0
  }

  def "a file of many pieces is taken in whole and once, and gone on with where it stopped"() {
    given:
    def csv = 'externalId,n\n' + (1..2_500).collect { "u$it,$it\n" }.join('')

    when:
    def job = done(upload(csv).json.jobId)
    done(upload(csv).json.jobId)

    then:
    [job.totalRows, job.processedRows, job.failedRows] == [2500, 2500, 0]
    rows('select 1 from contacts') == 2500
    rows("select 1 from contacts where properties ->> 'n' = substring(external_id from 2)") == 2500
  }

  def "ten thousand rows are taken in once though the worker dies over them, and an export gives them back"() {
    given:
    def test = TestDatabase.fresh()
    def dying = new HttpFixture(test, directory).working()
    def said = (1..10_000).collect { "k$it,k$it@example.com,$it" }

    when: 'it dies in the middle'
    def id = dying.send('POST', '/v1/admin/contacts/import', HttpFixture.ADMIN, "externalId,email,n\n${said.join('\n')}\n", ['content-type': 'text/csv']).json.jobId
    def over = until(20) { dying.get("/v1/admin/contacts/import/$id").json.processedRows }
    dying.cutOff()

    and: 'its lease ends, and another one comes'
    test.connect().withCloseable { it.createStatement().execute('update import_jobs set lease_until = now()') }
    def heir = new HttpFixture(test, directory).working()
    def job = until(30) { heir.get("/v1/admin/contacts/import/$id").json.with { it.status == 'completed' ? it : null } }

    then:
    over < 10_000
    [job.totalRows, job.processedRows, job.failedRows] == [10_000, 10_000, 0]

    when:
    def lines = heir.get('/v1/admin/contacts/export?format=csv').text.readLines().drop(1)

    then:
    lines.collect { line -> (line =~ /^[^,]+,([^,]*),([^,]*),.*""n"":""?(\d+)/)[0].drop(1).join(',') }.toSorted() == said.toSorted()

    cleanup:
    heir?.close()
    dying?.close()
  }

  def "a job of which nobody was told, since who staged it died, is found within a minute"() {
    given:
    def id = upload('externalId\ntold\n').json.jobId
    done(id)
    run("""insert into import_rows(job_id, row_number, body) select id, 1, '{"userId":"not told"}' from import_jobs""")
    run("update import_jobs set status = 'pending', processed_rows = 0, lease_until = null")

    when:
    HttpFixture.await(here.database.lookForDue())

    then:
    done(id).failedRows == 0
    contacts()*.first() == ['not told', 'told']
  }

  def "a row that nobody can take in, by no fault of its own, holds up neither the others nor later files"() {
    given:
    run("create function fault() returns trigger language plpgsql as \$\$ begin raise feature_not_supported; end \$\$")
    run("create trigger fault before insert on contacts for each row when (new.external_id = 'poison') execute function fault()")

    when:
    def first = upload('externalId\nada\npoison\nbob\n').json.jobId
    def job = done(first)
    def later = done(upload('externalId\neve\n').json.jobId)

    then:
    [job.totalRows, job.processedRows, job.failedRows] == [3, 3, 1]
    job.errors*.row == [2]
    job.errors[0].error.startsWith('left out by a fault of ours')
    later.failedRows == 0
    contacts()*.first() == ['ada', 'bob', 'eve']

    cleanup:
    run('drop trigger fault on contacts')
    run('drop function fault()')
  }

  def "a file may come packed"() {
    given:
    def csv = 'externalId,n\n' + (1..2_500).collect { "p$it,$it\n" }.join('')

    when:
    def begun = packed('/v1/admin/contacts/import', 'text/csv', csv.bytes)
    def job = done(begun.jobId)

    then:
    [job.totalRows, job.processedRows, job.failedRows] == [2500, 2500, 0]
    packed('/v1/admin/events/import', 'application/x-ndjson', '{"name":"visit","userId":"p1"}\n{"name":"visit","userId":"p2"}\n'.bytes) ==
        [lines: 2, stored: 2, repeated: 0, failed: 0, complete: true]
    packed('/v1/admin/suppressions/import?key=packed', 'text/csv', 'email\na@b.de\n'.bytes).lines != null
  }

  def "what is not packed as it says is refused"() {
    expect:
    with(here.bytes('/v1/admin/contacts/import', ['Content-Encoding': encoding, 'Content-Type': 'text/csv'], 'email\na@b.de\n'.bytes)) {
      statusCode() == status
      HttpFixture.JSON.readValue(body(), Map).error.contains(told)
    }
    rows('select 1 from contacts') == 0

    where:
    encoding  || status | told
    'gzip'    || 400    | 'no gzip'
    'br'      || 415    | "content-encoding 'br'"
  }

  def "whatever makes a contact, endpoints are told of it: #path"() {
    given:
    def endpoint = here.post('/v1/admin/webhooks', [url: 'https://example.com/hook', eventTypes: ['contact.created', 'contact.updated']]).json

    when:
    def answer = here.send(method, path, HttpFixture.ADMIN, body, headers)

    then:
    answer.status in [200, 201, 202]
    until(10) { announced() } == [['contact.created', 'new', [n: 1]]]

    cleanup:
    here.send('DELETE', "/v1/admin/webhooks/$endpoint.id", HttpFixture.ADMIN, null)
    run('truncate outbox')

    where:
    method | path                          | body                                                                                               | headers
    'POST' | '/v1/events'                  | [name: 'seen', userId: 'new', contactProperties: [n: 1]]                                           | [:]
    'POST' | '/v1/events/batch'            | [events: [[name: 'seen', userId: 'new', contactProperties: [n: 1]]]]                               | [:]
    'POST' | '/v1/admin/events/import'     | '{"name":"seen","userId":"new","contactProperties":{"n":1}}'                                       | ['content-type': 'application/x-ndjson']
    'PUT'  | '/v1/contacts'                | [userId: 'new', properties: [n: 1]]                                                                | [:]
    'POST' | '/v1/admin/contacts'          | [externalId: 'new', properties: [n: 1]]                                                            | [:]
    'POST' | '/v1/admin/contacts/import'   | [format: 'json', data: [[externalId: 'new', n: 1]]]                                                | [:]
    'POST' | '/v1/webhooks/segment'        | '{"type":"identify","messageId":"m1","userId":"new","traits":{"n":1}}'                             | ['x-signature': signed('{"type":"identify","messageId":"m1","userId":"new","traits":{"n":1}}')]
  }

  def "a small file may come inside of JSON, as text or as objects"() {
    when:
    done(here.post('/v1/admin/contacts/import', [format: 'csv', data: 'email,plan\na@b.de,pro', fileName: 'a.csv']).json.jobId)
    done(here.post('/v1/admin/contacts/import', [format: 'json', data: [[externalId: 'ada', seats: 3]]]).json.jobId)
    done(here.post('/v1/admin/contacts/import', [format: 'json', data: '[{"externalId":"bob"}]']).json.jobId)

    then:
    contacts() == [[null, 'a@b.de', [plan: 'pro']], ['ada', null, [seats: 3]], ['bob', null, [:]]]
  }

  def "what is no table of contacts is refused, and nothing of it is taken in"() {
    expect:
    with(upload(csv as String)) {
      status == 400
      json.error.contains(told)
    }
    rows('select 1 from contacts') == 0

    where:
    csv                          || told
    'name,plan\nada,pro\n'       || "neither 'externalId' nor 'email'"
    'email,a,a\nx@y.de,1,2\n'    || 'names a column twice'
    'email\n"' + 'x' * 300_000   || 'a row has more than'
  }

  def "#body is no import"() {
    expect:
    here.post('/v1/admin/contacts/import', body).status == 400

    where:
    body << [[:], [format: 'xml', data: ''], [format: 'csv', data: 7], [format: 'json', data: [1]], [format: 'json', data: '{'], '[]']
  }

  def "an export has every contact once, in parts, and no cell of it is a formula"() {
    given:
    done(upload('externalId,email,plan\n' + (1..1_201).collect { "u$it,,=1+$it\n" }.join('') + '=cmd,,x\n').json.jobId)

    when:
    def csv = here.get('/v1/admin/contacts/export?format=csv')
    def json = here.get('/v1/admin/contacts/export?limit=700').json

    then:
    csv.status == 200
    csv.header('content-type').startsWith('text/csv')
    csv.text.readLines()[0] == 'id,externalId,email,anonymousId,firstSeenAt,lastSeenAt,properties'
    csv.text.readLines().size() == 1_203
    csv.text.contains(",'=cmd,")
    json.contacts.size() == 700
    json.contacts*.externalId.unique().size() == 700
    here.get('/v1/admin/contacts/export?search=u120').json.contacts*.externalId.sort() == ['u120', 'u1200', 'u1201']
    here.get('/v1/admin/contacts/export?format=x').status == 400
    here.get('/v1/admin/contacts/export?limit=100001').status == 400
    here.get('/v1/admin/contacts/export', here.key(['ingest'])).status == 403
  }

  /** The types of what endpoints are to be told, and about whom. */
  private List announced() {
    HttpFixture.await(here.database.run('select payload from outbox where topic = 5 order by id'))
        .collectMany { Json.read(it.getString(0)) }.collect { [it.type, Json.read(it.body).data] }.collect { [it[0], it[1].externalId, it[1].get('properties')] }
  }

  private static String signed(String body) {
    def mac = Mac.getInstance('HmacSHA256')
    mac.init(new SecretKeySpec('hush'.bytes, 'HmacSHA256'))
    mac.doFinal(body.bytes).encodeHex()
  }

  private HttpFixture.Answer upload(String csv) {
    here.send('POST', '/v1/admin/contacts/import', HttpFixture.ADMIN, csv, ['content-type': 'text/csv'])
  }

  private Map packed(String path, String type, byte[] body) {
    def bytes = new ByteArrayOutputStream()
    new GZIPOutputStream(bytes).withCloseable { it.write(body) }
    HttpFixture.JSON.readValue(here.bytes(path, ['Content-Encoding': 'gzip', 'Content-Type': type], bytes.toByteArray()).body(), Map)
  }

  private Map done(String id) {
    until(20) { here.get("/v1/admin/contacts/import/$id").json.with { it.status == 'completed' ? it : null } }
  }

  private List contacts() {
    here.get('/v1/admin/contacts').json.contacts.collect { [it.externalId, it.email, it.get('properties')] }.sort { it[0] ?: '' }
  }

  private int rows(String sql) {
    HttpFixture.await(here.database.run(sql)).size()
  }

  private void run(String sql) {
    HttpFixture.await(here.database.run(sql))
  }
}
