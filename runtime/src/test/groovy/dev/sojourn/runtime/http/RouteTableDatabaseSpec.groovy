package dev.sojourn.runtime.http

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Every route of the table, as it is served: who may ask it, and what is refused at its door. */
class RouteTableDatabaseSpec extends Specification {
  static final ORIGIN = 'https://shop.example.com'
  static final KINDS = ['ingest', 'read', 'journey-admin', 'full-admin']

  @Shared @TempDir Path directory
  @Shared HttpFixture http
  @Shared Map<String, String> key = [:]

  def setupSpec() {
    Files.createDirectories(directory.resolve('templates'))
    Files.writeString(directory.resolve('templates/welcome.html'), "---\nsubject: Hello\n---\n<p>Hello</p>\n")
    http = new HttpFixture(TestDatabase.fresh(), directory, [welcome: HttpApiDatabaseSpec.WELCOME], HttpFixture.ADMIN, HttpFixture.ANY_RATE)
    http.post('/v1/events', [name: 'user.created', userId: 'x', email: 'x@example.com'])
    KINDS.each { key[it] = http.key([it]) }
    key.publishable = HttpFixture.await(http.keys.make(
        new NewKey('browser', [Scope.INGEST_PUBLIC] as Set, [ORIGIN], null, null))).text()
  }

  def cleanupSpec() {
    http?.close()
  }

  def "#route is for #allowed"() {
    given:
    def path = path(route)
    def method = route.method().name()

    expect: 'nobody comes in without a key, or with a wrong one'
    http.send(method, path, null, null).status == 401
    http.send(method, path, 'sk_wrong', null).status == 401

    and: 'a key comes in where its scope says so'
    KINDS.findAll { !refused(http.send(method, path, key[it], null)) } == allowed

    and: 'a publishable key where browsers may ask, from an origin of its own'
    refused(http.send(method, path, key.publishable, null, [Origin: ORIGIN])) != route.access().publishable()
    refused(http.send(method, path, key.publishable, null, [Origin: 'https://elsewhere.example.com']))
    refused(http.send(method, path, key.publishable, null))

    where:
    route << guarded()
    allowed = KINDS.findAll { held -> Scope.of(held).allows(route.access().scope()) }
  }

  def "#route is for everybody"() {
    expect:
    !(http.send(route.method().name(), path(route), null, null).status in [401, 403, 405])

    where:
    route << (RouteTable.ALL - guarded()).findAll { !it.path().startsWith('/v1/webhooks/') }
  }

  def "what the contract says of scopes holds for the whole table"() {
    expect:
    guarded().every { route ->
      route.access().scope() == (route.isData() ? Scope.INGEST
          : route.method().name() == 'GET' ? Scope.READ
          : route.path().startsWith('/v1/admin/journeys/') ? Scope.JOURNEY_ADMIN : Scope.FULL_ADMIN)
    }
  }

  def "#route refuses its parameter '#query' by name"() {
    when:
    def answer = http.send(route.method().name(), path(route) + '?' + query + '=' + bad, HttpFixture.ADMIN, null)

    then:
    answer.status == 400
    answer.json.error.startsWith(query)

    where:
    [route, query, bad] << guarded().collectMany { one -> one.query().collect { [one, it.name(), unfit(it.shape())] } }
  }

  def "#route names the field '#field' when it is #bad"() {
    when:
    def body = fitting(route.body().shape()) + [(field): bad]
    def answer = http.send(route.method().name(), path(route), HttpFixture.ADMIN, HttpFixture.JSON.writeValueAsString(body))

    then:
    answer.status == 400
    answer.json.error.contains(field)

    where:
    [route, field, bad] << RouteTable.ALL.findAll { it.body()?.shape() != null }.collectMany { one ->
      one.body().shape().fields().findAll { !(one == DataTable.EVENT_IN && it.name() == 'userToken') }.collectMany { field ->
        wrong(field).collect { [one, field.name(), it] }
      }
    }
  }

  def "a path that holds what cannot be stored is refused"() {
    expect:
    http.get('/v1/admin/contacts/a%00b').status == 400
    http.get('/v1/admin/contacts/a%00b').json.error.startsWith('id holds')
  }

  def "outside production the document is served, inside it is not"() {
    given:
    def developed = new HttpFixture(
        TestDatabase.fresh(), directory, [:], HttpFixture.ADMIN, Rates.perMinute(0, 0), false, false)

    expect:
    http.get('/openapi.json', null).status == 404
    http.get('/docs', null).status == 404
    with(developed.get('/openapi.json', null)) {
      status == 200
      json.openapi == '3.1.0'
      json.paths['/v1/events'].post.requestBody.content['application/json'].schema.required == ['name']
    }

    and: 'and so is the page, which has every route and asks for nothing besides'
    with(developed.get('/docs', null)) {
      status == 200
      header('content-type') == 'text/html; charset=utf-8'
      header('content-security-policy').startsWith("default-src 'none'")
      RouteTable.ALL.every { text.contains("<code>${it.method()} ${it.path().replaceAll(/:(\w+)/, '{$1}')}</code></h3>") }
      !(text =~ /(?i)<script|src=|@import|url\(/)
      (text =~ /id="([^"]+)"/).collect { it[1] }.countBy { it }.every { it.value == 1 }
      (text =~ /href="#([^"]+)"/).every { text.contains("id=\"${it[1]}\"") }
    }

    cleanup:
    developed?.close()
  }

  private static List<Route> guarded() {
    RouteTable.ALL.findAll { it.access().scope() != null } as List
  }

  static String path(Route route) {
    route.path().replace('/journeys/:id', '/journeys/welcome').replace('/templates/:key', '/templates/welcome')
        .replaceAll(':\\w+', 'x')
  }

  private static boolean refused(HttpFixture.Answer answer) {
    answer.status in [401, 403]
  }

  /** A value in an address that a shape refuses. */
  private static String unfit(Shape shape) {
    shape instanceof Shape.Text ? 'a%00b' : '~'
  }

  /** Values that a field refuses. */
  private static List wrong(Shape.Field field) {
    switch (field.shape()) {
      case Shape.Text: return [7, true, [[:]], 'a\u0000b']
      case Shape.Flag: return ['yes', 1]
      case Shape.Bag: return ['text', [1]]
      case Shape.Listed: return ['text', [:]]
      case Shape.Fields: return ['text']
      default: return [[:]]
    }
  }

  /** A body that has what is required and nothing else. */
  private static Map fitting(Shape.Fields shape) {
    def least = shape.fields().findAll { it.required() }.collectEntries { [it.name(), value(it.name(), it.shape())] }
    least == [name: 'welcome'] ? least + [userId: 'u', value: 1] : least
  }

  private static Object value(String name, Shape shape) {
    switch (shape) {
      case Shape.Flag: return true
      case Shape.OneOf: return shape.words()[0]
      case Shape.Listed: return [shape.item() instanceof Shape.Fields ? fitting(shape.item()) : 'read']
      default: return name == 'to' ? 'ada@example.com' : 'welcome'
    }
  }
}
