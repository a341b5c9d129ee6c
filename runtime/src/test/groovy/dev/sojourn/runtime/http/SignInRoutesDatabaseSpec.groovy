package dev.sojourn.runtime.http

import static dev.sojourn.runtime.http.HttpFixture.await

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** People who sign in, over real HTTP; each feature comes from an address of its own. */
class SignInRoutesDatabaseSpec extends Specification {
  static final ADA = 'ada@example.com'
  static final OWN = HttpFixture.OPERATORS.url()
  static final NAME = '__Host-sojourn.session_token'

  @Shared @TempDir Path directory
  @Shared HttpFixture http
  @Shared int addresses = 0
  @Shared String password = 'correct horse'
  String ip = "198.51.100.${++addresses}"

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory, [welcome: HttpApiDatabaseSpec.WELCOME], HttpFixture.ADMIN, HttpFixture.ANY_RATE)
  }

  def cleanupSpec() {
    http?.close()
  }

  def setup() {
    await(http.operators.bootstrap(ADA, Optional.of(password)))
  }

  private HttpFixture.Answer signIn(Map more = [:]) {
    post('/api/auth/sign-in/email', [email: ADA, password: password] + more)
  }

  private HttpFixture.Answer post(String path, Object body, Map<String, String> headers = [:]) {
    http.post(path, body, null, ['X-Forwarded-For': "203.0.113.9, $ip".toString()] + headers)
  }

  /** The cookie of a new session, as a browser sends it back. */
  private String cookie() {
    signIn().header('set-cookie').split(';')[0]
  }

  private static Map by(String cookie, Map more = [:]) {
    [Cookie: cookie] + more
  }

  def "who signs in gets a cookie that no script reads, and no answer shows the token"() {
    when:
    def answer = signIn()

    then:
    answer.status == 200
    answer.json.user.email == ADA
    answer.header('set-cookie') ==~ /$NAME=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure/
    !answer.text.contains(answer.header('set-cookie').split('[=;]')[1])

    when:
    def shown = http.get('/api/auth/get-session', null, by("other=1; ${answer.header('set-cookie').split(';')[0]}"))

    then:
    shown.status == 200
    shown.json.user == answer.json.user
    shown.json.session.userId == answer.json.user.id
    shown.json.session.keySet() == ['id', 'userId', 'createdAt', 'expiresAt'] as Set
    shown.header('set-cookie') == null
  }

  def "a known address with a wrong password is answered as an unknown one"() {
    when:
    def answers = [signIn(password: 'correct hors'), signIn(email: 'bob@example.com')]

    then:
    answers*.status == [401, 401]
    answers*.text.unique().size() == 1
    answers[0].json.code == 'INVALID_EMAIL_OR_PASSWORD'
    answers*.header('set-cookie') == [null, null]
  }

  def "nobody signs up, and the status tells whether there is anybody"() {
    expect:
    http.get('/v1/auth/status', null).json == [needsSetup: false]
    with(post('/api/auth/sign-up/email', [email: 'eve@example.com', password: 'correct horse', name: 'Eve'])) {
      status == 400
      json.code == 'EMAIL_PASSWORD_SIGN_UP_DISABLED'
    }
    with(http.get('/api/auth/get-session', null)) {
      status == 200
      text == 'null'
    }
  }

  def "a session may do everything on the admin plane, and nothing beside it"() {
    given:
    def cookie = cookie()

    expect: 'it reads, and changes what its own pages ask for'
    http.get('/v1/admin/api-keys', null, by(cookie)).status == 200
    http.get('/v1/admin/api-keys/self', null, by(cookie)).json == [id: null, name: ADA, scopes: ['full-admin']]
    http.send('PATCH', '/v1/admin/journeys/welcome', null, [enabled: true], by(cookie, [Origin: OWN])).status == 200
    with(http.post('/v1/admin/api-keys', [name: 'made', scopes: ['read']], null, by(cookie, [Origin: 'https://Studio.example.com']))) {
      status == 201
      json.createdBy == ADA
    }

    and: 'no cookie puts data in, and none stands in for a key that is wrong'
    http.post('/v1/events', [name: 'visit', userId: 'x'], null, by(cookie, [Origin: OWN])).status == 401
    http.get('/v1/lists', null, by(cookie)).status == 401
    http.get('/v1/admin/api-keys', 'sk_wrong', by(cookie)).status == 401
    http.get('/v1/admin/api-keys', null, by(cookie + 'x')).status == 401
  }

  def "what changes something must come from a page of our own: #origin"() {
    given:
    def cookie = cookie()
    def headers = by(cookie, origin == null ? [:] : [Origin: origin])

    expect:
    with(http.post('/v1/admin/api-keys', [name: 'made', scopes: ['read']], null, headers)) {
      status == 403
      json.error.startsWith('Forbidden')
    }
    http.post('/api/auth/sign-out', null, null, headers).status == 403
    http.get('/api/auth/get-session', null, by(cookie)).json.user.email == ADA

    where:
    origin << [null, 'null', 'https://evil.example.com', 'http://run.example.com', 'https://run.example.com.evil.com', 'https://run.example.com:444']
  }

  def "no page of another site signs a browser in"() {
    expect:
    post('/api/auth/sign-in/email', [email: ADA, password: password], [Origin: 'https://evil.example.com']).status == 403
    post('/api/auth/sign-in/email', [email: ADA, password: password], [Origin: OWN]).status == 200
    post('/api/auth/sign-in/email', [email: ADA, password: password]).status == 200
  }

  def "who signs out is out, everywhere, and may say so twice"() {
    given:
    def cookie = cookie()

    when:
    def out = http.post('/api/auth/sign-out', null, null, by(cookie, [Origin: OWN]))

    then:
    out.json == [success: true]
    out.header('set-cookie').startsWith("$NAME=; Path=/; Max-Age=0;")
    http.get('/v1/admin/api-keys', null, by(cookie)).status == 401
    http.get('/api/auth/get-session', null, by(cookie)).text == 'null'
    http.post('/api/auth/sign-out', null, null, by(cookie, [Origin: OWN])).status == 200
    http.post('/api/auth/sign-out', null, null).status == 200
  }

  def "a session in use is put off, and its browser hears"() {
    given:
    def cookie = cookie()
    await(http.database.run("update operator_sessions set renewed_at = now() - interval '1 day', expires_at = now() + interval '1 hour'"))

    expect:
    http.get('/v1/admin/api-keys', null, by(cookie)).header('set-cookie').startsWith("$cookie; Path=/; Max-Age=604800;")
    http.get('/v1/admin/api-keys', null, by(cookie)).header('set-cookie') == null
  }

  def "ten tries a minute of one address, however many it says it came through"() {
    when:
    def tries = (1..11).collect { post('/api/auth/sign-in/email', [email: "a$it@example.com".toString(), password: 'wrong'], ['X-Forwarded-For': "192.0.2.$it, $ip".toString()]) }

    then:
    tries*.status == [401] * 10 + [429]
    tries[0].header('x-ratelimit-limit') == '10'
    tries.last().header('retry-after') as int > 0

    and: 'others are not held up by it, and neither is what is no try'
    post('/api/auth/sign-in/email', [email: ADA]).status == 400
    post('/api/auth/sign-in/email', [email: ADA, password: password], ['X-Forwarded-For': '192.0.2.200']).status == 200
  }

  def "signing in and setting passwords count together, too"() {
    expect:
    (1..9).collect { post('/api/auth/sign-in/email', [email: ADA, password: 'wrong']).status } == [401] * 9
    (1..4).collect { post('/api/auth/reset-password', [token: 'x', newPassword: 'battery staple']).status } == [400] * 3 + [429]
    post('/api/auth/sign-in/email', [email: ADA, password: 'wrong']).status == 429
  }

  def "asking for a link is answered the same for everybody, and the link sets the password once"() {
    given:
    def cookie = cookie()
    http.resets.clear()

    when:
    def answers = [ADA, 'bob@example.com'].collect { post('/api/auth/request-password-reset', [email: it, redirectTo: 'https://evil.example.com']) }

    then:
    answers*.status == [200, 200]
    answers*.text.unique().size() == 1
    http.resets*.to == [ADA]

    when:
    def token = http.resets[0].token
    password = 'battery staple'

    then:
    post('/api/auth/reset-password', [token: token, newPassword: 'short']).status == 400
    post('/api/auth/reset-password', [token: token, newPassword: password]).json == [status: true]
    http.get('/v1/admin/api-keys', null, by(cookie)).status == 401
    signIn().status == 200
    with(post('/api/auth/reset-password', [token: token, newPassword: 'something else'])) {
      status == 400
      json.code == 'INVALID_TOKEN'
    }
    signIn().status == 200
  }

  def "the page behind the link works without a script, changes nothing when it is looked at, and keeps the token out of addresses"() {
    given:
    http.resets.clear()
    post('/api/auth/request-password-reset', [email: ADA])
    def token = http.resets[0].token

    when:
    def page = http.get("${OperatorRooms.RESET_PATH}?token=$token", null, ['Accept-Language': 'de'])

    then:
    page.status == 200
    page.header('referrer-policy') == 'no-referrer'
    page.header('cache-control') == 'no-store'
    page.header('content-security-policy').contains("default-src 'none'")
    page.text.contains('Neues Passwort setzen')
    page.text.contains('<form method="post" action="reset">')
    page.text.contains("<input type=\"hidden\" name=\"token\" value=\"$token\">")
    !page.text.contains('<script')

    when: 'as a browser posts it, which says no origin here'
    def form = { String chosen -> post(OperatorRooms.RESET_PATH, "token=$token&newPassword=${URLEncoder.encode(chosen, 'UTF-8')}".toString(), ['Content-Type': 'application/x-www-form-urlencoded', Origin: 'null']) }
    def short_ = form('short')
    password = 'Ünïcode & spaces'
    def done = form(password)

    then:
    short_.status == 400
    short_.text.contains('name="newPassword"')
    done.status == 200
    done.text.contains('Your password is set')
    signIn().status == 200

    and: 'it is worth nothing afterwards'
    form('something else').status == 400
    http.get("${OperatorRooms.RESET_PATH}?token=$token", null).status == 400
    http.get(OperatorRooms.RESET_PATH, null).status == 400
    signIn().status == 200
  }

  def "a token is shown as text, whatever it is"() {
    expect:
    !http.get(OperatorRooms.RESET_PATH + '?token=%22%3E%3Cb%3E', null).text.contains('"><b>')
  }

  def "five resets a minute of one address"() {
    expect:
    (1..6).collect { post('/api/auth/reset-password', [token: 'x', newPassword: 'battery staple']).status } == [400] * 5 + [429]
    post('/api/auth/request-password-reset', [email: ADA]).status == 429
    post(OperatorRooms.RESET_PATH, 'token=x&newPassword=12345678').status == 429
  }
}
