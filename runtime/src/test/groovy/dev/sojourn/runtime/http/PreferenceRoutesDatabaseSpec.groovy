package dev.sojourn.runtime.http

import dev.sojourn.core.preference.Grant
import dev.sojourn.runtime.database.TestDatabase
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import org.jsoup.Jsoup
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class PreferenceRoutesDatabaseSpec extends Specification {
  static final LISTS = '''\
list('product-news') { name 'Product <news>'; description 'Twice a month & more' }
list('beta') { name 'Beta'; optIn() }
'''
  static final BROWSER = ['chromium', 'chromium-browser', 'google-chrome'].find { name ->
    System.getenv('PATH').split(File.pathSeparator).any { new File(it, name).canExecute() }
  }

  @Shared @TempDir Path directory
  @Shared @AutoCleanup HttpFixture here = new HttpFixture(TestDatabase.fresh(), directory, [lists: LISTS])
  @Shared HttpClient plain = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()

  def setup() {
    HttpFixture.await(here.database.run('''insert into contacts(id, external_id, email, properties, first_seen_at, last_seen_at)
        values (7, 'ada', 'ada@example.com', '{}', now(), now())'''))
    HttpFixture.await(here.database.run("insert into contact_keys(kind, value, contact_id) values (1, 'ada', 7), (2, 'ada@example.com', 7)"))
  }

  def cleanup() {
    ['outbox', 'preferences', 'suppression_imports', 'contact_keys', 'contacts'].each { HttpFixture.await(here.database.run("delete from $it".toString())) }
  }

  def "one click of a mail program leaves, as a form in #type, and again, without redirect or cookie"() {
    given:
    def url = link(Grant.Action.UNSUBSCRIBE, 'product-news')

    when:
    def answers = (1..2).collect { click(url, type, body) }

    then:
    answers*.statusCode() == [200, 200]
    answers.every { !it.headers().firstValue('set-cookie').present && !it.headers().firstValue('location').present }
    preferences() == [categories: ['product-news': false], unsubscribedAll: false]
    told() == 1

    where:
    type                                  | body
    'application/x-www-form-urlencoded'   | 'List-Unsubscribe=One-Click'
    'multipart/form-data; boundary=aXb-1' | '--aXb-1\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--aXb-1--\r\n'
  }

  def "a link without a category leaves all mails"() {
    expect:
    click(link(Grant.Action.UNSUBSCRIBE, null)).statusCode() == 200
    preferences() == [categories: [:], unsubscribedAll: true]
  }

  def "a link of a list that is gone still leaves it"() {
    expect:
    click(link(Grant.Action.UNSUBSCRIBE, 'gone')).statusCode() == 200
    preferences().categories == [gone: false]
  }

  def "to look changes nothing: #action"() {
    when:
    def page = get(link(action, category))

    then:
    page.statusCode() == 200
    page.body().contains('<form method="post"')
    rows() == 0
    told() == 0

    where:
    action                   | category
    Grant.Action.UNSUBSCRIBE | 'product-news'
    Grant.Action.UNSUBSCRIBE | null
    Grant.Action.RESUBSCRIBE | 'product-news'
    Grant.Action.MANAGE      | null
  }

  def "the page's own button leaves and shows a way back, which comes back"() {
    when:
    def left = click(link(Grant.Action.UNSUBSCRIBE, 'product-news'), FORM, 'from=page')

    then:
    left.statusCode() == 200
    left.body().contains('You are unsubscribed')
    left.body().contains('Product &lt;news&gt;')
    preferences().categories == ['product-news': false]

    when:
    def back = (left.body() =~ /action="\?token&#61;([^"]+)"/)[0][1]
    def returned = click('/v1/email/unsubscribe?token=' + back, FORM, 'from=page')

    then:
    returned.body().contains('You are subscribed again')
    preferences().categories == ['product-news': true]

    when:
    def all = (returned.body() =~ /href="preferences\?token&#61;([^"]+)"/)[0][1]

    then:
    get('/v1/email/preferences?token=' + all).body().contains('Your mail preferences')
  }

  def "a way back needs the page's button: no mail program comes back by one click"() {
    expect:
    click(link(Grant.Action.RESUBSCRIBE, null)).statusCode() == 400
    click(link(Grant.Action.UNSUBSCRIBE, null), FORM, '').statusCode() == 400
    click(link(Grant.Action.UNSUBSCRIBE, null), FORM, 'List-Unsubscribe=%zz').statusCode() == 400
    rows() == 0
  }

  def "#what is answered with a page that says so"() {
    when:
    def answers = [get(url), click(url)]

    then:
    answers*.statusCode() == [400, 400]
    answers.every { it.headers().firstValue('content-type').get() == 'text/html; charset=utf-8' && it.body().contains('This link does not work') }
    rows() == 0

    where:
    what                        | url
    'no token'                  | '/v1/email/unsubscribe'
    'a made-up token'           | '/v1/email/unsubscribe?token=abc.def'
    'a token with NUL'          | '/v1/email/unsubscribe?token=%00.%00'
    'a token that is over'      | link(Grant.Action.UNSUBSCRIBE, null, Instant.now().minusSeconds(1))
    'a token for another page'  | link(Grant.Action.MANAGE, null).replace('preferences', 'unsubscribe')
    'and the other way about'   | link(Grant.Action.UNSUBSCRIBE, null).replace('unsubscribe', 'preferences')
  }

  def "the pages load nothing from elsewhere, are not indexed, and escape what they show"() {
    given:
    def page = get(link(Grant.Action.MANAGE, null))

    expect:
    page.headers().firstValue('content-security-policy').get().startsWith("default-src 'none'")
    page.headers().firstValue('x-robots-tag').get() == 'noindex'
    page.headers().firstValue('referrer-policy').get() == 'no-referrer'
    page.body().contains('<meta name="robots" content="noindex">')
    page.body().contains('<html lang="en">')
    page.body().contains('Product &lt;news&gt;')
    page.body().contains('Twice a month &amp; more')
    !page.body().contains('<script')
    !(page.body() =~ /(src|href)="http/)
    page.body().count('<label>') == page.body().count('type="checkbox"')
    page.body().count('<h1>') == 1
  }

  def "whoever hears a page or has a small screen gets what others get: #what"() {
    given:
    def page = Jsoup.parse(answer(this).body())

    expect: 'a language, a name, and one heading above all others'
    page.select('html[lang]').attr('lang') == 'en'
    !page.title().blank
    page.select('h1').eachText() == [page.title()]
    page.select('main').size() == 1

    and: 'no control without a name, no group without one'
    page.select('input:not([type=hidden])').every { !it.closest('label').text().blank }
    page.select('fieldset').every { !it.select('> legend').text().blank }
    page.select('button, a').every { !it.text().blank }

    and: 'what was done is said, and the order of the keys is that of the page'
    page.select('.note').every { it.attr('role') == 'status' }
    page.select('[tabindex]').empty

    and: 'the width of the screen'
    page.select('meta[name=viewport]').attr('content') == 'width=device-width, initial-scale=1'

    where:
    what               | answer
    'leaving'          | { it.get(link(Grant.Action.UNSUBSCRIBE, 'product-news')) }
    'having left'      | { it.click(link(Grant.Action.UNSUBSCRIBE, null), FORM, 'from=page') }
    'choosing'         | { it.get(link(Grant.Action.MANAGE, null)) }
    'having chosen'    | { it.click(link(Grant.Action.MANAGE, null), FORM, 'from=page&shown=journey') }
    'a link of nobody' | { it.get('/v1/email/preferences?token=x') }
  }

  def "the preference centre shows each kind of mail as it stands, and stores what changes"() {
    given:
    def url = link(Grant.Action.MANAGE, null)

    expect:
    ticked(get(url).body()) == [journey: true, 'product-news': true, beta: false]

    when:
    def saved = click(url, FORM, 'from=page&shown=journey&shown=product-news&shown=beta&wanted=journey&wanted=beta')

    then:
    saved.body().contains('Saved.')
    ticked(saved.body()) == [journey: true, 'product-news': false, beta: true]
    preferences().categories == ['product-news': false, beta: true]
    told() == 1

    when:
    def none = click(url, FORM, 'all=leave')

    then:
    none.body().contains('You have unsubscribed from all mails')
    preferences().unsubscribedAll

    when:
    click(url, FORM, 'all=return')

    then:
    preferences() == [categories: ['product-news': false, beta: true], unsubscribedAll: false]

    when: 'a form names what is no list'
    click(url, FORM, 'shown=evil&wanted=evil')

    then:
    !preferences().categories.containsKey('evil')
  }

  def "service mails are shown to those who left them"() {
    given:
    click(link(Grant.Action.UNSUBSCRIBE, 'transactional'))

    expect:
    ticked(get(link(Grant.Action.MANAGE, null)).body()).transactional == false
  }

  def "a page speaks #language to who #says"() {
    given:
    HttpFixture.await(here.database.run("update contacts set properties = \$1::text::jsonb", properties))

    expect:
    get(link(Grant.Action.MANAGE, null), accepts).body().contains("<html lang=\"$language\">")

    where:
    says                          | properties             | accepts                     || language
    'says nothing'                | '{}'                   | null                        || 'en'
    'is known to be Austrian'     | '{"locale": "de-AT"}'  | 'fr'                        || 'de'
    'is known to speak Spanish'   | '{"language": "es"}'   | null                        || 'es'
    'has a French browser'        | '{}'                   | 'fr-CA,fr;q=0.9,en;q=0.5'   || 'fr'
    'speaks what we do not'       | '{"locale": "ja"}'     | 'zh'                        || 'en'
    'has a locale of no text'     | '{"locale": 7}'        | 'de'                        || 'de'
    'has a broken browser'        | '{}'                   | ';;q=x'                     || 'en'
  }

  def "an operator sees and sets what somebody gets"() {
    when:
    def set = here.send('PUT', '/v1/admin/contacts/ada/preferences', HttpFixture.ADMIN, [categories: [beta: true], suppressed: true])

    then:
    set.status == 200
    set.json.subMap('userId', 'email', 'unsubscribedAll', 'suppressed', 'bounceCount', 'categories') ==
        [userId: 'ada', email: 'ada@example.com', unsubscribedAll: false, suppressed: true, bounceCount: 0, categories: [beta: true]]
    set.json.suppressedAt != null
    here.get('/v1/admin/contacts/ada/preferences').json == set.json
    here.get('/v1/admin/suppressions').json.suppressions*.email == ['ada@example.com']
    here.get('/v1/admin/suppressions?type=complained').json.total == 0

    when:
    def lifted = here.send('PUT', '/v1/admin/contacts/ada/preferences', HttpFixture.ADMIN, [suppressed: false, unsubscribedAll: true])

    then:
    !lifted.json.suppressed
    lifted.json.suppressedAt == null
    lifted.json.unsubscribedAll
    told() == 1
  }

  def "an operator is told what cannot be: #body"() {
    expect:
    with(here.send('PUT', "/v1/admin/contacts/$id/preferences", HttpFixture.ADMIN, body)) {
      status == expected
      json.error == error
    }
    rows() == 0

    where:
    id       | body                       || expected | error
    'ada'    | [categories: [news: true]] || 400      | "no list 'news'; expected one of beta, journey, product-news, transactional"
    'ada'    | [suppressed: 'yes']        || 400      | "suppressed 'yes' is not true or false"
    'ada'    | [categories: 7]            || 400      | "categories '7' is not an object"
    'ada'    | '[]'                       || 400      | 'the body is not a JSON object'
    'nobody' | [suppressed: true]         || 404      | "no contact 'nobody' is known here; expected one that exists"
  }

  def "somebody without an address has no preferences"() {
    given:
    HttpFixture.await(here.database.run('update contacts set email = null'))

    expect:
    with(here.get('/v1/admin/contacts/ada/preferences')) {
      status == 400
      json.error == 'Contact has no email address'
    }
  }

  def "a file of suppressions is taken in whole, and its wrong lines are told"() {
    given:
    def good = (1..2500).collect { "p$it@x.de" + (it % 2 ? ',bounced' : '') }
    good[1200] = 'nobody'

    when:
    def answer = here.send('POST', '/v1/admin/suppressions/import?key=old-tool', HttpFixture.ADMIN, good.join('\r\n'))

    then:
    answer.status == 200
    answer.json == [key: 'old-tool', lines: 2500, imported: 2499, failed: 1, errors: [[line: 1201, error: "'nobody' is not a mail address"]]]
    here.get('/v1/admin/suppressions?type=bounced').json.total == 1249
    here.get('/v1/admin/suppressions?type=unsubscribed').json.total == 1250
    here.get('/v1/admin/suppressions/import/old-tool').json == answer.json

    and: 'the same file again changes nothing and counts nothing twice'
    here.send('POST', '/v1/admin/suppressions/import?key=old-tool', HttpFixture.ADMIN, good.join('\r\n')).json == answer.json
    told() == 0
  }

  def "a file of suppressions that cannot be stored is read to its end, so that the connection is free again"() {
    given:
    HttpFixture.await(here.database.run('alter table suppression_imports rename to elsewhere'))
    def line = new Socket('127.0.0.1', here.api.port())
    line.soTimeout = 20_000
    byte[] body = (1..400_000).collect { "p$it@x.de" }.join('\n').bytes

    when:
    def sent = CompletableFuture.runAsync {
      line.outputStream << "POST /v1/admin/suppressions/import?key=gone HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $HttpFixture.ADMIN\r\nContent-Length: $body.length\r\n\r\n"
      line.outputStream.write(body)
      line.outputStream.flush()
    }
    def answer = new String(line.inputStream.readNBytes(12), 'US-ASCII')

    then:
    answer == 'HTTP/1.1 500'
    sent.get(20, TimeUnit.SECONDS) == null

    cleanup:
    line?.close()
    HttpFixture.await(here.database.run('alter table elsewhere rename to suppression_imports'))
  }

  def "an import needs a key that names it, and lines of a length"() {
    expect:
    here.send('POST', "/v1/admin/suppressions/import$query", HttpFixture.ADMIN, body).status == 400

    where:
    query        | body
    ''           | 'a@x.de'
    '?key=a%20b' | 'a@x.de'
    '?key=long'  | 'a' * 20_000
  }

  def "suppressions may be asked for by two hundred, other lists by one hundred"() {
    expect:
    here.get("/v1/admin/$list?limit=$limit").status == status

    where:
    list           | limit || status
    'suppressions' | 200   || 200
    'suppressions' | 201   || 400
    'emails'       | 100   || 200
    'emails'       | 101   || 400
  }

  def "an import that is not known is not found, and an empty file is one"() {
    expect:
    here.get('/v1/admin/suppressions/import/none').status == 404
    here.send('POST', '/v1/admin/suppressions/import?key=empty', HttpFixture.ADMIN, '').json.lines == 0
  }

  @Requires(value = { PreferenceRoutesDatabaseSpec.BROWSER != null }, reason = 'there is no Chromium on the path')
  def "the pages fit a phone"() {
    given:
    def folder = Files.createDirectories(Path.of('target', 'screenshots').toAbsolutePath())
    def shots = [preferences: link(Grant.Action.MANAGE, null), unsubscribe: link(Grant.Action.UNSUBSCRIBE, 'product-news')]

    when:
    def files = shots.collect { name, url -> shot(folder.resolve("${name}.png"), url) }

    then:
    files.every { Files.size(it) > 5_000 }
  }

  private Path shot(Path file, String url) {
    Files.deleteIfExists(file)
    def process = new ProcessBuilder(BROWSER, '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars',
        "--user-data-dir=${directory.resolve('browser')}", '--window-size=390,844', "--screenshot=$file", here.uri(url).toString())
        .redirectErrorStream(true).redirectOutput(directory.resolve('browser.log').toFile()).start()
    assert process.waitFor(60, TimeUnit.SECONDS)
    file
  }

  static final FORM = 'application/x-www-form-urlencoded'

  private static String link(Grant.Action action, String category, Instant expires = Instant.now().plusSeconds(600)) {
    def grant = new Grant('ada', 'ada@example.com', action, expires.truncatedTo(ChronoUnit.SECONDS), category)
    HttpFixture.LINKS.url(grant) - 'https://mail.example.com'
  }

  private HttpResponse<String> get(String path, String language = null) {
    def request = HttpRequest.newBuilder(here.uri(path))
    if (language != null) {
      request.header('Accept-Language', language)
    }
    plain.send(request.build(), HttpResponse.BodyHandlers.ofString())
  }

  private HttpResponse<String> click(String path, String type = FORM, String body = 'List-Unsubscribe=One-Click') {
    plain.send(
        HttpRequest.newBuilder(here.uri(path)).header('Content-Type', type).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString())
  }

  private Map preferences() {
    here.get('/v1/admin/contacts/ada/preferences').json.subMap('categories', 'unsubscribedAll')
  }

  private static Map<String, Boolean> ticked(String page) {
    (page =~ /type="checkbox" name="wanted" value="([^"]+)"( checked)?/).iterator().collectEntries { [it[1], it[2] != null] }
  }

  private long told() {
    HttpFixture.await(here.database.run('select count(*) from outbox')).first().getLong(0)
  }

  private long rows() {
    HttpFixture.await(here.database.run('select count(*) from preferences')).first().getLong(0)
  }
}
