package dev.sojourn.runtime.http

import static dev.sojourn.runtime.http.HttpFixture.await

import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Vertx
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ExecutionException
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class ApiKeyRoutesDatabaseSpec extends Specification {
  static final PATH = '/v1/admin/api-keys'

  @Shared @TempDir Path directory
  @Shared HttpFixture http
  PollingConditions soon = new PollingConditions(timeout: 10, delay: 0.1)

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory)
  }

  def cleanupSpec() {
    http?.close()
  }

  def "a key that is made is shown once, works, and stands in the list without its text"() {
    given:
    def expires = Instant.now().plus(Duration.ofDays(1)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString()

    when:
    def made = http.post(PATH, [name: 'reports', scopes: ['read', 'ingest'], expiresAt: expires])
    def listed = http.get(PATH)

    then:
    made.status == 201
    made.json.key ==~ /sk_[A-Za-z0-9_-]{43}/
    made.json.keyPrefix == made.json.key.take(8)
    made.json.expiresAt == expires.replace('Z', 'Z')
    made.json.createdBy == 'legacy'
    http.get('/v1/admin/journeys', made.json.key).status == 200
    with(listed.json.keys.find { it.name == 'reports' }) {
      id == made.json.id
      scopes == ['ingest', 'read']
      key == null
    }
    !listed.text.contains(made.json.key)
  }

  def "a key sees itself, also the one of the settings"() {
    given:
    def made = http.post(PATH, [name: 'self', scopes: ['read']]).json

    expect:
    http.get("$PATH/self", made.key).json.id == made.id
    http.get("$PATH/self").json == [id: null, name: 'legacy', scopes: ['full-admin']]
  }

  def "a revoked key is refused, and is listed when that is asked for"() {
    given:
    def made = http.post(PATH, [name: 'gone', scopes: ['read']]).json
    assert http.get('/v1/admin/journeys', made.key).status == 200

    expect:
    http.send('DELETE', "$PATH/$made.id", HttpFixture.ADMIN, null).json == [revoked: true]
    http.get('/v1/admin/journeys', made.key).status == 401
    http.send('DELETE', "$PATH/$made.id", HttpFixture.ADMIN, null).status == 404
    !http.get(PATH).json.keys*.name.contains('gone')
    http.get("$PATH?includeRevoked=true").json.keys.find { it.name == 'gone' }.revokedAt != null
  }

  def "a use is noted"() {
    given:
    def made = http.post(PATH, [name: 'used', scopes: ['read']]).json

    when:
    http.get('/v1/admin/journeys', made.key)

    then:
    soon.eventually {
      assert http.get(PATH).json.keys.find { it.name == 'used' }.lastUsedAt != null
    }
  }

  def "a key #body is refused: #sentence"() {
    when:
    def answer = http.post(PATH, [name: 'bad', scopes: ['read']] + body)

    then:
    answer.status == 400
    answer.json.error.contains(sentence)

    where:
    body                                                                    || sentence
    [name: '']                                                              || 'name has 0 characters'
    [scopes: []]                                                            || 'scopes has 0 items'
    [scopes: ['root']]                                                      || "scopes[0] 'root' is not one of ingest, ingest-public"
    [scopes: ['ingest-public']]                                             || 'allowedOrigins is missing'
    [scopes: ['ingest-public', 'read'], allowedOrigins: ['https://a.b']]    || 'stands alone'
    [scopes: ['read'], allowedOrigins: ['https://a.b']]                     || 'allowedOrigins is for keys'
    [scopes: ['ingest-public'], allowedOrigins: ['*']]                      || "'*' is not of the form"
    [scopes: ['ingest-public'], allowedOrigins: ['https://a.b/path']]       || 'is not of the form'
    [expiresAt: 'tomorrow']                                                 || "expiresAt 'tomorrow' is not an instant"
    [expiresAt: '2020-01-01T00:00:00Z']                                     || 'is past'
  }

  def "a key that is revoked without a word to anybody is refused everywhere all the same"() {
    given: 'another process, which uses the key'
    def elsewhere = Vertx.vertx()
    def database = http.test.open(elsewhere)
    def other = await(ApiKeys.open(database, null))
    def text = http.key(['read'])
    soon.eventually {
      assert !refuses(other, text)
    }

    when: 'a row changes and no hint is sent'
    http.test.connect().withCloseable { it.createStatement().execute("update api_keys set revoked_at = now() where revoked_at is null") }

    then: 'what was read is believed for two seconds, and here for no more than twice that'
    soon.within(4) {
      assert http.get('/v1/admin/journeys', text).status == 401
      assert refuses(other, text)
    }

    cleanup:
    await(database.close())
    await(elsewhere.close())
  }

  def "who asks too often is told when to come back, and each key and plane is counted by itself"() {
    given:
    def limited = new HttpFixture(TestDatabase.fresh(), directory, [:], HttpFixture.ADMIN, Rates.perMinute(4, 3))
    def one = limited.key(['full-admin'])
    def other = limited.key(['full-admin'])
    def event = [name: 'visit', userId: 'u']

    when:
    def asked = (1..4).collect { limited.get('/v1/admin/journeys', one) }

    then:
    asked*.status == [200, 200, 200, 429]
    asked*.header('x-ratelimit-limit') == ['3'] * 4
    asked*.header('x-ratelimit-remaining') == ['2', '1', '0', '0']
    asked[3].json == [error: 'Rate limit exceeded']
    asked[3].header('retry-after').toInteger() in 1..61
    limited.get('/v1/admin/journeys', other).status == 200
    limited.get('/livez', one).status == 200

    when:
    def sent = (1..2).collect { limited.post('/v1/events', event, one) }

    then:
    sent*.status == [202, 202]
    sent*.header('x-ratelimit-remaining') == ['3', '2']

    and: 'each event of a batch counts'
    limited.post('/v1/events/batch', [events: [event] * 3], one).status == 429

    and: 'what no wait could let in is told so'
    with(limited.post('/v1/events/batch', [events: [event] * 5], other)) {
      status == 413
      json.error == "'5' at once are more than the '4' of a minute; send fewer"
    }
    limited.post('/v1/events/batch', [events: [event]], one).status == 200
    limited.post('/v1/events', event, one).status == 429

    cleanup:
    limited?.close()
  }

  def "while ingest is suspended, events are turned away before anything is looked at"() {
    given:
    def closed = new HttpFixture(TestDatabase.fresh(), directory, [:], HttpFixture.ADMIN, Rates.perMinute(0, 0), true)

    expect:
    ['/v1/events', '/v1/events/batch'].every { path ->
      def answer = closed.post(path, 'no matter what', null)
      answer.status == 429 && answer.json.error == 'ingest_suspended'
          && answer.json.message.contains('nothing of this one is stored')
    }
    closed.get('/v1/admin/journeys').status == 200

    cleanup:
    closed?.close()
  }

  private static boolean refuses(ApiKeys keys, String text) {
    try {
      await(keys.verify("Bearer $text"))
      false
    } catch (ExecutionException e) {
      e.cause.status() == 401
    }
  }
}
