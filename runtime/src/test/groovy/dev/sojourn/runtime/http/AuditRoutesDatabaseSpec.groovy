package dev.sojourn.runtime.http

import static dev.sojourn.runtime.http.HttpFixture.await

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Who changed what, over real HTTP. */
class AuditRoutesDatabaseSpec extends Specification {
  static final ADA = 'ada@example.com'
  static final OWN = HttpFixture.OPERATORS.url()

  @Shared @TempDir Path directory
  @Shared HttpFixture http
  @Shared String cookie
  def soon = new PollingConditions(timeout: 10)

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory, [welcome: HttpApiDatabaseSpec.WELCOME], HttpFixture.ADMIN, HttpFixture.ANY_RATE)
    await(http.operators.bootstrap(ADA, Optional.of('correct horse')))
    cookie = http.post('/api/auth/sign-in/email', [email: ADA, password: 'correct horse'], null).header('set-cookie').split(';')[0]
  }

  def setup() {
    await(http.database.run('delete from audit_logs'))
  }

  def cleanupSpec() {
    http?.close()
  }

  /** The entries, once there are so many of them. */
  private List<Map> logs(int count, String query = '') {
    def found = []
    soon.eventually {
      found = http.get("/v1/admin/audit-logs?$query").json.logs
      assert found.size() == count
    }
    found
  }

  def "a change is noted with its actor, its resource, and the names of what was said"() {
    when:
    def made = http.post('/v1/admin/api-keys', [name: 'made', scopes: ['read'], hush: 'no field'])

    then:
    with(logs(1)[0]) {
      actor == 'legacy'
      actorKeyId == null
      action == 'api-keys.post'
      resource == 'api-keys'
      resourceId == made.json.id
      detail == [fields: ['name', 'scopes'], path: '/v1/admin/api-keys', status: 201]
      ipAddress == '127.0.0.1'
      createdAt != null
    }
    stored() == 'api-keys,name,scopes'
  }

  /** What of the entry could hold a value. */
  private String stored() {
    await(http.database.run("select resource || ',' || fields as all_of_it from audit_logs")).first().getString(0)
  }

  def "#who is the actor of what is done by #way"() {
    given:
    def key = http.post('/v1/admin/api-keys', [name: 'mine', scopes: ['full-admin']]).json
    logs(1)
    await(http.database.run('delete from audit_logs'))

    when:
    def answer = way == 'key' ? http.send('PATCH', '/v1/admin/journeys/welcome', key.key, [enabled: true])
        : http.send('PATCH', '/v1/admin/journeys/welcome', null, [enabled: true], [Cookie: cookie, Origin: OWN])

    then:
    answer.status == 200
    with(logs(1)[0]) {
      actor == who
      actorKeyId == (way == 'key' ? key.id : null)
      [action, resource, resourceId] == ['journeys.patch', 'journeys', 'welcome']
      detail == [fields: ['enabled'], path: '/v1/admin/journeys/welcome', status: 200]
    }

    where:
    who    | way
    'mine' | 'key'
    ADA    | 'session'
  }

  def "what was refused at the door is noted too, by whoever is known"() {
    given:
    def key = http.key(['read'])

    when:
    http.send('DELETE', '/v1/admin/contacts/x', null, null)
    http.send('DELETE', '/v1/admin/contacts/x', 'sk_wrong', null)
    http.send('DELETE', '/v1/admin/contacts/x', key, null)
    http.send('DELETE', '/v1/admin/contacts/x', null, null, [Cookie: cookie, Origin: 'https://evil.example.com'])

    then:
    logs(4).collect { "$it.actor $it.action $it.resourceId $it.detail.status".toString() }.sort() == [
        "$ADA contacts.delete x 403", 'key contacts.delete x 403', 'unknown contacts.delete x 401', 'unknown contacts.delete x 401']
  }

  def "what only looks, what fails otherwise, and what is no matter of admins is not noted"() {
    when:
    http.get('/v1/admin/api-keys')
    http.post('/v1/admin/api-keys', [name: 'made'])
    http.send('DELETE', '/v1/admin/api-keys/x', HttpFixture.ADMIN, null)
    http.post('/v1/events', [name: 'visit', userId: 'x'])
    http.post('/v1/admin/sends/release', null)

    then:
    logs(1)*.action == ['sends.post']
  }

  def "entries are found by actor, resource, action and time, page by page"() {
    given:
    3.times { http.post('/v1/admin/sends/hold', null) }
    http.post('/v1/admin/sends/release', null)
    http.send('DELETE', '/v1/admin/contacts/x', 'sk_wrong', null)
    logs(5)

    expect:
    logs(1, 'actor=unknown')
    logs(4, 'resource=sends')
    logs(4, 'action=sends.post&actor=legacy')
    logs(0, 'to=2020-01-01T00:00:00Z') == []
    logs(5, 'from=2020-01-01T00:00:00Z')

    when:
    def first = http.get('/v1/admin/audit-logs?limit=2').json
    def second = http.get("/v1/admin/audit-logs?limit=2&cursor=$first.nextCursor").json
    def third = http.get("/v1/admin/audit-logs?limit=2&cursor=$second.nextCursor").json

    then:
    [first, second, third]*.total == [5, 5, 5]
    [first, second, third].collect { it.logs.size() } == [2, 2, 1]
    (first.logs + second.logs + third.logs)*.id == logs(5)*.id
    third.nextCursor == null
    http.get('/v1/admin/audit-logs?limit=2&offset=4').json.logs*.id == third.logs*.id
  }
}
