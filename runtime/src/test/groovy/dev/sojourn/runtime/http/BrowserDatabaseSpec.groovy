package dev.sojourn.runtime.http

import dev.sojourn.core.identity.UserTokens
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What a browser may do with a key that everybody can read. */
class BrowserDatabaseSpec extends Specification {
  static final ORIGIN = 'https://shop.example.com'
  static final TOKENS = new UserTokens(Optional.of(HttpFixture.IDENTITY))

  @Shared @TempDir Path directory
  @Shared HttpFixture http
  @Shared String key

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory)
    key = http.post('/v1/admin/api-keys', [name: 'shop', scopes: ['ingest-public'], allowedOrigins: [ORIGIN, 'http://localhost:3000']]).json.key
    http.post('/v1/events', [name: 'known', userId: 'ada', email: 'ada@example.com', anonymousId: 'a-known'])
  }

  def cleanupSpec() {
    http?.close()
  }

  HttpFixture.Answer send(Map event, Map headers = [Origin: ORIGIN]) {
    http.post('/v1/events', event, key, headers)
  }

  def "a publishable key says what it is, and is let in from its own origins alone"() {
    expect:
    key ==~ /pk_[A-Za-z0-9_-]{43}/
    send([name: 'visit', anonymousId: 'a1'], headers).status == status

    where:
    headers                                  || status
    [Origin: ORIGIN]                         || 202
    [Origin: 'http://localhost:3000']        || 202
    [:]                                      || 403
    [Origin: 'https://evil.example.com']     || 403
    [Origin: 'https://shop.example.com.evil.com'] || 403
    [Origin: 'http://shop.example.com']      || 403
    [Origin: 'null']                         || 403
  }

  def "it speaks for #who: #status"() {
    expect:
    send([name: 'visit'] + event).status == status

    where:
    who                                   | event                                                        || status
    'somebody nobody knows'               | [anonymousId: 'a2']                                          || 202
    'nobody'                              | [:]                                                          || 400
    'a user without a token'              | [userId: 'ada']                                              || 403
    'a user with the token of another'    | [userId: 'ada', userToken: TOKENS.sign('bob').get()]         || 403
    'a user with their token'             | [userId: 'ada', userToken: TOKENS.sign('ada').get()]         || 202
    'a user with the address of another'  | [userId: 'new', email: 'ada@example.com', userToken: TOKENS.sign('new').get()] || 403
    'a user with their token and address' | [userId: 'new', email: 'n@e.com', userToken: TOKENS.sign('new').get()] || 202
    'an address'                          | [email: 'ada@example.com']                                   || 403
    'an address, with a token of no user' | [email: 'ada@example.com', userToken: TOKENS.sign('ada').get()] || 403
    'a browser that is known by now'      | [anonymousId: 'a-known']                                     || 403
    'that browser with its token'         | [anonymousId: 'a-known', userId: 'ada', userToken: TOKENS.sign('ada').get()] || 202
    'events of our own'                   | [anonymousId: 'a2', name: 'email.link_clicked']              || 403
  }

  def "it says of contacts what it may say in events: #who, #status"() {
    expect:
    http.send('PUT', '/v1/contacts', key, HttpFixture.JSON.writeValueAsString(said), [Origin: ORIGIN]).status == status

    where:
    who                                  | said                                                                      || status
    'a browser nobody knows'             | [anonymousId: 'a5', properties: [plan: 'pro']]                            || 200
    'a browser that is known by now'     | [anonymousId: 'a-known', properties: [plan: 'pro']]                       || 403
    'a user without a token'             | [userId: 'ada']                                                           || 403
    'a user with their token'            | [userId: 'ada', userToken: TOKENS.sign('ada').get()]                      || 200
    'a user with the address of another' | [userId: 'eve', email: 'ada@example.com', userToken: TOKENS.sign('eve').get()] || 403
    'an address'                         | [email: 'new@example.com']                                                || 403
    'nobody'                             | [properties: [plan: 'pro']]                                               || 400
  }

  def "it sees and says what its own user wants, and of nobody else: #who, #status"() {
    given:
    def query = said.collect { name, value -> "$name=$value" }.join('&')

    expect:
    http.get("/v1/lists/preferences?$query", key, [Origin: ORIGIN]).status == status
    http.post('/v1/lists/preferences', said + [unsubscribedAll: false], key, [Origin: ORIGIN]).status == status
    http.get('/v1/lists', key, [Origin: ORIGIN]).status == 200

    where:
    who                            | said                                                                        || status
    'nobody'                       | [:]                                                                         || 400
    'a user without a token'       | [userId: 'ada']                                                             || 403
    'a user with their token'      | [userId: 'ada', userToken: TOKENS.sign('ada').get()]                        || 200
    'an address'                   | [email: 'ada@example.com']                                                  || 403
    'an address beside their user' | [userId: 'ada', email: 'bob@example.com', userToken: TOKENS.sign('ada').get()] || 403
  }

  def "what it sends is marked as a browser's, whatever it says"() {
    given:
    send([name: 'marked', anonymousId: 'a3', source: 'api'])

    expect:
    http.test.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery(
          "select e.source from events e join names n on n.id = e.name where n.name = 'marked'")
      rows.next()
      rows.getInt(1)
    } == 10
  }

  def "pages of any origin may read what the data plane answers, and no other plane's"() {
    when:
    def told = send([name: 'visit', anonymousId: 'a4'])
    def refused = send([name: 'visit', userId: 'ada'])
    def admin = http.get('/v1/admin/journeys', HttpFixture.ADMIN, [Origin: ORIGIN])

    then:
    [told, refused].every { it.header('access-control-allow-origin') == ORIGIN }
    told.header('access-control-expose-headers').contains('x-ratelimit-remaining')
    told.header('vary') == 'origin'
    admin.header('access-control-allow-origin') == null
    http.post('/v1/events', [name: 'visit', userId: 'u']).header('access-control-allow-origin') == null
  }

  def "a browser that asks first is told that it may on #path"() {
    when:
    def answer = http.send('OPTIONS', path, null, null, [Origin: 'https://any.example.com'])

    then:
    answer.status == 204
    answer.header('access-control-allow-origin') == 'https://any.example.com'
    answer.header('access-control-allow-headers').contains('authorization')
    answer.header('access-control-allow-methods').contains('POST')

    where:
    path << ['/v1/events', '/v1/events/batch', '/v1/emails']
  }
}
