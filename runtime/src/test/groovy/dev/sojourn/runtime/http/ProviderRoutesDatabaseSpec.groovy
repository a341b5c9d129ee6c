package dev.sojourn.runtime.http

import static dev.sojourn.runtime.http.HttpFixture.await

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** What providers report over HTTP, and what operators see and decide. */
class ProviderRoutesDatabaseSpec extends Specification {
  @Shared @TempDir Path directory
  @Shared HttpFixture http
  PollingConditions soon = new PollingConditions(timeout: 20)

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory).working()
  }

  def cleanupSpec() {
    http?.close()
  }

  def "a bounce that Resend signed at #path moves its mail, tells its contact and is seen"() {
    given:
    http.post('/v1/events', [name: 'seen', userId: id, email: "$id@example.com".toString()])
    def send = sent("$id@example.com", 'resend', "m-$id")
    def body = resend('email.bounced', "m-$id", "$id@example.com")

    when:
    def answer = http.send('POST', path, null, body, signed(body))

    then:
    answer.status == 200
    answer.json == [ok: true]
    soon.eventually {
      with(http.get("/v1/admin/emails/${face(send)}").json) {
        email.status == 'bounced'
        email.bounceType == 'permanent'
        email.bounceReason == 'gone'
        events*.type.last() == 'bounced'
      }
      assert count("select count(*) from outbox o where o.payload like '%email.bounced%m-$id%'") == 1
    }

    where:
    path                         | id
    '/v1/webhooks/email/resend'  | 'ada'
    '/v1/webhooks/resend'        | 'bob'
  }

  def "a bounce that Postmark reports bars the address after three"() {
    when:
    def answers = (1..3).collect {
      sent('pat@example.com', 'postmark', "p-$it")
      http.send('POST', '/v1/webhooks/email/postmark', null,
          Json.write([RecordType: 'Bounce', TypeCode: 1, MessageID: "p-$it".toString(), Email: 'pat@example.com']),
          [Authorization: basic('hook', 's3cret')])
    }

    then:
    answers*.status.toSet() == [200] as Set
    soon.eventually {
      assert count("select count(*) from preferences where email = 'pat@example.com' and suppressed") == 1
    }
  }

  def "who cannot prove it is refused, and nothing is stored: #what"() {
    given:
    def body = resend('email.delivered', 'm-none', 'x@example.com')
    def before = stored()

    when:
    def answer = http.send('POST', path, null, body, headers(body))

    then:
    answer.status == 401
    stored() == before

    where:
    what                 | path                          | headers
    'no signature'       | '/v1/webhooks/email/resend'   | { [:] }
    'another body'       | '/v1/webhooks/email/resend'   | { signed(it + ' ') }
    'an old signature'   | '/v1/webhooks/email/resend'   | { signed(it, now() - 400) }
    'no login'           | '/v1/webhooks/email/postmark' | { [:] }
    'another password'   | '/v1/webhooks/email/postmark' | { [Authorization: basic('hook', 's3creT')] }
    'a key of ours'      | '/v1/webhooks/email/postmark' | { [Authorization: "Bearer ${HttpFixture.ADMIN}".toString()] }
  }

  def "what is no report is 400, what does not matter is 200, an unknown provider is 404"() {
    expect:
    http.send('POST', '/v1/webhooks/email/resend', null, body, signed(body)).status == status

    where:
    body                                      || status
    'x'                                       || 400
    '{"type":"email.bounced","data":{}}'      || 400
    '{"type":"email.opened"}'                 || 200
    '{"type":"brand.new"}'                    || 200
  }

  def "an unknown provider is not found"() {
    expect:
    http.send('POST', '/v1/webhooks/email/sendmail', null, '{}').status == 404
  }

  def "a delivery that comes twice, and one of nobody's mail, are both fine"() {
    given:
    def body = resend('email.delivered', 'm-nobody', 'x@example.com')
    def headers = signed(body)
    def before = stored()

    expect:
    (1..3).collect { http.send('POST', '/v1/webhooks/email/resend', null, body, headers).status } == [200, 200, 200]
    stored() == before + 1
  }

  def "a delivery of Resend is told from others by its id, whatever its bytes"() {
    given:
    def bodies = ['m-one', 'm-two'].collect { resend('email.delivered', it, 'x@example.com') }
    def before = stored()

    expect:
    bodies.collect { http.send('POST', '/v1/webhooks/email/resend', null, it, signed(it, now(), 'msg_same')).status } == [200, 200]
    stored() == before + 1
  }

  def "a dead letter is listed, retried once, and discarded only while it is pending"() {
    given:
    def send = sent('dead@example.com', 'resend', 'm-dead')
    await(http.database.run("update sends set status = 'failed', sent_at = null where id = \$1::int8", send))
    def (one, two) = [letter(send), letter(send)]

    when:
    def listed = http.get('/v1/admin/dlq?source=email&status=pending&limit=10').json

    then:
    listed.total == 2
    listed.entries*.id == [two, one]
    with(listed.entries[0]) {
      source == 'email'
      sourceId == face(send)
      error == 'away'
      retryCount == 8
      status == 'pending'
      retriedAt == null
      payload.template == 'welcome'
    }

    when:
    def retried = http.post("/v1/admin/dlq/$one/retry", null)

    then:
    retried.status == 200
    retried.json.status == 'retried'
    retried.json.retried
    http.get("/v1/admin/emails/${face(send)}").json.email.status == 'queued'
    http.post("/v1/admin/dlq/$one/retry", null).status == 409
    http.post("/v1/admin/dlq/$two/retry", null).status == 409

    and:
    http.post("/v1/admin/dlq/$two/discard", null).json.status == 'discarded'
    http.send('DELETE', "/v1/admin/dlq/$two", HttpFixture.ADMIN, null).status == 409
    http.post('/v1/admin/dlq/nothing/retry', null).status == 404
    http.get('/v1/admin/dlq?status=open').status == 400
  }

  def "whoever may only look changes nothing"() {
    given:
    def reader = http.key(['read'])

    expect:
    http.get('/v1/admin/dlq', reader).status == 200
    http.post('/v1/admin/dlq/x/retry', null, reader).status == 403
    http.post('/v1/admin/dlq/x/discard', null, reader).status == 403
    http.post('/v1/admin/emails/x/resend', null, reader).status == 403
  }

  def "a failed mail is sent again, a sent one is not"() {
    given:
    def send = sent('resend@example.com', 'resend', 'm-resend')

    expect:
    http.post("/v1/admin/emails/${face(send)}/resend", null).status == 409

    when:
    await(http.database.run("update sends set status = 'failed', sent_at = null where id = \$1::int8", send))
    def answer = http.post("/v1/admin/emails/${face(send)}/resend", null)

    then:
    answer.status == 202
    answer.json == [emailId: face(send), status: 'queued']
  }

  def "mails are found by #query"() {
    given:
    sent('found@example.com', 'resend', 'm-found')

    expect:
    http.get("/v1/admin/emails?toEmail=FOUND@example.com&$query").json.emails.empty == nothing

    where:
    query                                || nothing
    'category=journey'                   || false
    'category=news'                      || true
    'from=2026-01-01T00:00:00Z'          || false
    'to=2026-01-01T00:00:00Z'            || true
    'journeyId=welcome'                  || true
    'status=sent'                        || false
    'status=bounced'                     || true
  }

  def "a time that is none is refused"() {
    expect:
    http.get('/v1/admin/emails?from=yesterday').status == 400
  }

  private long sent(String email, String provider, String messageId) {
    def id = http.database.ids().next()
    await(http.database.run('''
        insert into sends(id, contact_id, due_at, status, template, category, to_email, provider, provider_id, admitted_at, sent_at)
        values ($1::int8, (select c.id from contacts c where c.email = $2::text), now(), 'sent', 'welcome', 'journey', $2::text,
          $3::text, $4::text, now(), now())''', id, email, provider, messageId))
    id
  }

  private String letter(long send) {
    def id = http.database.ids().next()
    await(http.database.run('''
        insert into dead_letters(id, source, source_id, payload, error, created_at)
        values ($1::int8, 'email', $2::int8, '{"template": "welcome", "attempts": 8}', 'away', now())''', id, send))
    face(id)
  }

  private String face(long id) {
    http.database.publicIds().face(id)
  }

  private long stored() {
    count('select count(*) from provider_events')
  }

  private long count(String sql) {
    await(http.database.run(sql)).iterator().next().getLong(0)
  }

  private static String resend(String type, String messageId, String to) {
    Json.write([type: type, created_at: java.time.Instant.now().plusSeconds(5).toString(),
        data: [email_id: messageId, to: [to], bounce: [type: 'Permanent', message: 'gone']]])
  }

  private static Map<String, String> signed(String body, long at = now(), String id = 'msg_' + body.hashCode()) {
    def mac = Mac.getInstance('HmacSHA256')
    mac.init(new SecretKeySpec(HttpFixture.RESEND_SECRET.substring(6).decodeBase64(), 'HmacSHA256'))
    def signature = mac.doFinal("$id.$at.$body".getBytes('UTF-8')).encodeBase64().toString()
    ['svix-id': id, 'svix-timestamp': at.toString(), 'svix-signature': "v1,$signature".toString()]
  }

  private static long now() {
    System.currentTimeMillis().intdiv(1000)
  }

  private static String basic(String user, String password) {
    'Basic ' + "$user:$password".bytes.encodeBase64()
  }
}
