package dev.sojourn.runtime.http

import static dev.sojourn.runtime.http.HttpFixture.await

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Mails that programs ask for over HTTP. */
class OrderRoutesDatabaseSpec extends Specification {
  @Shared @TempDir Path directory
  @Shared HttpFixture http
  String key

  def setupSpec() {
    Files.createDirectories(directory.resolve('templates'))
    Files.writeString(directory.resolve('templates/receipt.html'), '---\nsubject: Your receipt\n---\n<p>Thanks</p>\n')
    Files.writeString(directory.resolve('templates/digest.html'), '---\nsubject: News\ncategory: journey\n---\n<p>News</p>\n')
    http = new HttpFixture(TestDatabase.fresh(), directory)
  }

  def cleanupSpec() {
    http?.close()
  }

  def setup() {
    key = http.key(['ingest'])
  }

  def "a mail is queued, and answered with its id"() {
    when:
    def answer = order(to: 'Ada@example.com', template: 'receipt', props: [total: 5], subject: 'Hello', from: 'Shop <shop@example.com>')

    then:
    answer.status == 202
    answer.json.status == 'queued'
    with(http.get("/v1/admin/emails/${answer.json.emailSendId}").json.email) {
      status == 'queued'
      templateKey == 'receipt'
      category == 'transactional'
      userId == null
    }
  }

  def "the category is the order's, else the template's, else transactional"() {
    expect:
    stored(order(to: 'ada@example.com', template: template, category: said)) == category

    where:
    template  | said      || category
    'receipt' | null      || 'transactional'
    'digest'  | null      || 'journey'
    'receipt' | 'journey' || 'journey'
  }

  def "whoever is known by the address, or by an id, owns the mail"() {
    given:
    person('u-owner', 'owner@example.com')

    expect:
    ownerOf(order(options + [template: 'receipt'])) == owner

    where:
    options                                          || owner
    [to: 'OWNER@example.com']                        || 'u-owner'
    [userId: 'u-owner']                              || 'u-owner'
    [to: 'other@example.com', userId: 'u-owner']     || 'u-owner'
    [to: 'stranger@example.com']                     || null
  }

  def "an order is refused: #order gets #status #error"() {
    when:
    def answer = this.order(order)

    then:
    answer.status == status
    answer.json.error.contains(error)

    where:
    order                                                                             || status | error
    [template: 'receipt']                                                             || 400    | "neither 'to' nor 'userId'"
    [to: 'ada@example.com']                                                           || 400    | "template is missing"
    [to: 'ada@example.com', template: 'recept']                                       || 400    | "template 'recept' is none"
    [to: 'ada@example.com', template: 'receipt', category: 'nws']                     || 400    | "category 'nws' is not one of journey, transactional"
    [to: 'ada', template: 'receipt']                                                  || 400    | "'ada' is not a mail address"
    [to: 'ada@example.com', template: 'receipt', from: 'a\r\nBcc: x@y.zz']            || 400    | 'is not a mail address'
    [to: 'ada@example.com', template: 'receipt', props: 'x']                          || 400    | "props 'x' is not an object"
    [to: 5, template: 'receipt']                                                      || 400    | "to '5' is not a text"
    [to: 'ada@example.com', template: 'receipt', idempotencyKey: 'x' * 257]           || 400    | 'idempotencyKey'
    [to: 'ada@example.com', template: 'receipt', attachments: [[filename: 'a']]]      || 400    | 'attachments[0].contentType is missing'
    [to: 'ada@example.com', template: 'receipt', replyTo: 'a\r\nBcc: x@y.zz']         || 400    | 'replyTo'
    [to: 'ada@example.com', template: 'receipt', replyTo: 'nobody']                   || 400    | "replyTo 'nobody' is not a mail address"
    [to: 'ada@example.com', template: 'receipt', replyTo: 7]                          || 400    | "replyTo '7' is not a text"
    [userId: 'nobody', template: 'receipt']                                           || 404    | "'nobody' is nobody with an email address"
    [to: 'ada@example.com', template: 'receipt', skipPreferenceCheck: true]           || 403    | 'insufficient scope'
  }

  def "what is no JSON object is refused"() {
    expect:
    http.post('/v1/emails', body, key).status == 400

    where:
    body << ['', '{', '[]', '"x"']
  }

  def "a key of the wrong scope, or none, gets in nowhere"() {
    expect:
    http.post('/v1/emails', [to: 'a@b.co', template: 'receipt'], http.key(['read'])).status == 403
    http.post('/v1/emails', [to: 'a@b.co', template: 'receipt'], 'sk_unknown').status == 401
  }

  def "who is barred or has left is told at once, and the row says so: #status"() {
    given:
    await(http.database.run('insert into preferences(contact_id, email, suppressed, unsubscribed_all) values (0, $1::text, $2::bool, $3::bool)',
        email, suppressed, all))

    when:
    def answer = order(to: email, template: 'receipt', idempotencyKey: email)

    then:
    answer.status == 202
    answer.json.status == status
    answer.json.reason == reason
    http.get("/v1/admin/emails/${answer.json.emailSendId}").json.email.status == 'suppressed'

    and: 'the key is free for the time after'
    await(http.database.run('delete from preferences where email = $1::text', email))
    order(to: email, template: 'receipt', idempotencyKey: email).json.status == 'queued'

    where:
    email                 | suppressed | all   || status         | reason
    'barred@example.com'  | true       | false || 'suppressed'   | 'address_suppressed'
    'gone@example.com'    | false      | true  || 'unsubscribed' | 'unsubscribed_from_all'
  }

  def "an operator's key reaches who has left"() {
    given:
    await(http.database.run("insert into preferences(contact_id, email, unsubscribed_all) values (0, 'reset@example.com', true)"))

    expect:
    http.post('/v1/emails', [to: 'reset@example.com', template: 'receipt', skipPreferenceCheck: true]).json.status == 'queued'
  }

  def "a repeat of a key is answered with what has become of the first order"() {
    given:
    def first = order(to: 'again@example.com', template: 'receipt', idempotencyKey: 'order-1')
    set(first, "status = '$stored', reason = ${reason ? "'$reason'" : 'null'}")

    when:
    def again = order(to: 'else@example.com', template: 'digest', idempotencyKey: 'order-1')

    then:
    again.status == 202
    again.json.emailSendId == first.json.emailSendId
    again.json.status == told
    again.json.reason == reason

    cleanup:
    await(http.database.run('delete from send_keys'))

    where:
    stored       | reason              || told
    'queued'     | null                || 'queued'
    'rendered'   | null                || 'queued'
    'sent'       | null                || 'sent'
    'delivered'  | null                || 'sent'
    'bounced'    | null                || 'sent'
    'failed'     | 'retries_exhausted' || 'failed'
    'skipped'    | 'frequency_capped'  || 'skipped'
  }

  def "the header's key wins over the body's"() {
    given:
    def first = order([to: 'ada@example.com', template: 'receipt', idempotencyKey: 'body-1'], ['Idempotency-Key': 'header-1'])

    expect:
    order([to: 'ada@example.com', template: 'receipt'], ['Idempotency-Key': 'header-1']).json.emailSendId == first.json.emailSendId
    order(to: 'ada@example.com', template: 'receipt', idempotencyKey: 'body-1').json.emailSendId != first.json.emailSendId
  }

  def "of many orders with one key at once one is queued, and all are told of it"() {
    given:
    def pool = Executors.newFixedThreadPool(10)

    when:
    def answers = pool.invokeAll((1..20).collect {
      { order(to: 'race@example.com', template: 'receipt', idempotencyKey: 'race') } as Callable
    })*.get()

    then:
    answers*.status.toSet() == [202] as Set
    answers*.json*.emailSendId.toSet().size() == 1
    count("select count(*) from sends where request like '%race@example.com%'") == 1

    cleanup:
    pool.shutdownNow()
  }

  def "the thirty-first order of a key in a minute is put off"() {
    when:
    def answers = (1..31).collect { order(to: 'many@example.com', template: 'receipt') }

    then:
    answers[0..29]*.status.toSet() == [202] as Set
    answers[0].header('x-ratelimit-limit') == '30'
    answers[29].header('x-ratelimit-remaining') == '0'
    answers[30].status == 429
    answers[30].json.error == 'Rate limit exceeded'
    answers[30].header('retry-after').toInteger() in 1..61

    and: 'another key is none of its business'
    http.post('/v1/emails', [to: 'many@example.com', template: 'receipt'], http.key(['ingest'])).status == 202
  }

  private HttpFixture.Answer order(Map body, Map<String, String> headers = [:]) {
    http.post('/v1/emails', body.findAll { it.value != null }, key, headers)
  }

  private String stored(HttpFixture.Answer answer) {
    http.get("/v1/admin/emails/${answer.json.emailSendId}").json.email.category
  }

  private String ownerOf(HttpFixture.Answer answer) {
    http.get("/v1/admin/emails/${answer.json.emailSendId}").json.email.userId
  }

  private void set(HttpFixture.Answer answer, String what) {
    await(http.database.run("update sends set $what where id = \$1::int8", http.database.publicIds().id(answer.json.emailSendId).getAsLong()))
  }

  private long count(String sql) {
    await(http.database.run(sql)).iterator().next().getLong(0)
  }

  private void person(String id, String email) {
    http.post('/v1/events', [name: 'seen', userId: id, email: email], http.key(['ingest']))
  }
}
