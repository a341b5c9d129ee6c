package dev.sojourn.runtime.http

import com.stripe.net.Webhook as StripeWebhook
import com.svix.Webhook as SvixWebhook
import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Webhooks as their senders make them, to what stands in the database. */
class SourceRoutesDatabaseSpec extends Specification {
  static final FORMS = '''\
source('forms') {
  match 'FORMS_SECRET', header: 'x-forms'

  expects type: 'text', 'data.score': 'number?'

  transform { payload, raw ->
    if (payload.text('type') == 'ping') {
      return null
    }
    if (payload.text('type') == 'bug') {
      throw new IllegalStateException('no such answer')
    }
    event 'form.answered', userId: payload.text('user'), eventProperties: payload.fields('data'), idempotencyKey: payload.text('id')
  }
}
'''

  @Shared @TempDir Path directory
  @Shared HttpFixture http

  def setupSpec() {
    file('forms', FORMS)
    http = new HttpFixture(TestDatabase.fresh(), directory)
  }

  def cleanupSpec() {
    http?.close()
  }

  def "a webhook becomes an event about its contact, once"() {
    given:
    def body = '{"type":"answer","id":"once","user":"ada","data":{"score":7}}'

    expect:
    (1..2).collect { http.send('POST', '/v1/webhooks/forms', null, body, ['x-forms': 'hush']).with { [status, json] } }.unique() ==
        [[200, [ok: true, event: 'form.answered', userId: 'ada', exits: []]]]
    with(events('ada')) {
      it*.name == ['form.answered']
      it*.source == [8]
      Json.read(it[0].props) == [score: 7]
    }
  }

  def "#what is answered #status"() {
    given:
    def before = count()

    when:
    def answer = http.send('POST', path, null, body, headers)

    then:
    answer.status == status
    answer.json.subMap(said.keySet()) == said
    count() == before

    where:
    what                      | path                    | headers                    | body                                               || status | said
    'an unknown source'       | '/v1/webhooks/nothing'  | ['x-forms': 'hush']        | '{}'                                               || 404    | [:]
    'no secret'               | '/v1/webhooks/forms'    | [:]                        | '{"type":"answer"}'                                || 401    | [:]
    'another secret'          | '/v1/webhooks/forms'    | ['x-forms': 'hus']         | '{"type":"answer"}'                                || 401    | [:]
    'a key of ours'           | '/v1/webhooks/forms'    | [Authorization: 'Bearer x'] | '{"type":"answer"}'                               || 401    | [:]
    'another type'            | '/v1/webhooks/forms'    | ['x-forms': 'hush']        | '{"type":1,"data":{"score":"x"}}'                  || 400    | [error: "the body is not what source 'forms' expects", details: [[path: 'type', message: 'is no text'], [path: 'data.score', message: 'is no number']]]
    'no JSON'                 | '/v1/webhooks/forms'    | ['x-forms': 'hush']        | '{"type":'                                         || 400    | [error: "the body is not what source 'forms' expects"]
    'deep JSON'               | '/v1/webhooks/forms'    | ['x-forms': 'hush']        | '[' * 100_000                                      || 400    | [:]
    'what does not matter'    | '/v1/webhooks/forms'    | ['x-forms': 'hush']        | '{"type":"ping"}'                                  || 200    | [ok: true, skipped: true]
    'an event about nobody'   | '/v1/webhooks/forms'    | ['x-forms': 'hush']        | '{"type":"answer"}'                                || 400    | [error: 'userId or email is needed; they say whom the event is about']
    'a zero character'        | '/v1/webhooks/forms'    | ['x-forms': 'hush']        | '{"type":"answer","user":"a\\u0000b"}'             || 400    | [:]
    'a number of no size'     | '/v1/webhooks/forms'    | ['x-forms': 'hush']        | '{"type":"answer","user":"a","data":{"score":1e999999999}}' || 400 | [:]
    'a failing file'          | '/v1/webhooks/forms'    | ['x-forms': 'hush']        | '{"type":"bug"}'                                   || 422    | [error: "source 'forms' failed on the body; it was not taken in"]
  }

  def "a file that is saved is live, a broken one changes nothing, and one that is gone is unknown"() {
    when:
    file('late', "source('late') {\n  match 'FORMS_SECRET'\n  transform { payload, raw -> event('late.${word}', userId: 'lou', idempotencyKey: raw.digest) }\n}")
    http.await(http.bundle.reload())

    then:
    http.send('POST', '/v1/webhooks/late', null, '{}', [Authorization: 'Bearer hush']).json.event == "late.$word"

    when:
    file('late', "source('late') {\n  macth 'FORMS_SECRET'\n}")
    http.await(http.bundle.reload())

    then:
    http.send('POST', '/v1/webhooks/late', null, '{}', [Authorization: 'Bearer hush']).json.event == "late.$word"
    with(http.get('/v1/admin/scripts').json.scripts.find { it.file == 'sources/late.groovy' }) {
      kind == 'source'
      status == 'failed'
      error.startsWith('sources/late.groovy:2:')
    }

    when:
    Files.delete(directory.resolve('sources/late.groovy'))
    http.await(http.bundle.reload())

    then:
    http.send('POST', '/v1/webhooks/late', null, '{}', [Authorization: 'Bearer hush']).status == 404

    where:
    word << ['one', 'two']
  }

  def "a request that Stripe's own library signed is taken in, one it did not is not"() {
    given:
    def body = Json.write([id: 'evt_1', type: 'customer.created', created: 1767225600, data: [object: [id: 'cus_1', email: 'Stripe@example.com', name: 'Ada L']]])
    def at = now()
    def header = "t=$at,v1=${StripeWebhook.Util.computeHmacSha256('whsec_hush', "$at.$body")}".toString()

    expect: 'the library takes what it made'
    StripeWebhook.Signature.verifyHeader(body, header, 'whsec_hush', 300)

    and:
    http.send('POST', '/v1/webhooks/stripe', null, body, ['Stripe-Signature': header]).json == [ok: true, event: 'contact.created', userId: 'cus_1', exits: []]
    http.send('POST', '/v1/webhooks/stripe', null, body + ' ', ['Stripe-Signature': header]).status == 401
    http.send('POST', '/v1/webhooks/stripe', null, body, ['Stripe-Signature': header.replace("t=$at", "t=${at - 301}")]).status == 401
    with(events('cus_1')[0]) {
      email == 'stripe@example.com'
      Json.read(about) == [name: 'Ada L']
      occurred == '2026-01-01 00:00:00'
    }
  }

  def "a request that Svix's own library signed is taken in, one it did not is not"() {
    given:
    def body = Json.write([type: 'user.created', data: [id: 'user_1', first_name: 'Ada', last_name: null, primary_email_address_id: 'two', email_addresses: [
        [id: 'one', email_address: 'old@example.com'], [id: 'two', email_address: 'ada@clerk.example']]]])
    def svix = new SvixWebhook(HttpFixture.RESEND_SECRET)
    def at = now()
    def headers = ['svix-id': 'msg_clerk', 'svix-timestamp': at.toString(), 'svix-signature': svix.sign('msg_clerk', at, body)]

    expect:
    http.send('POST', '/v1/webhooks/clerk', null, body, headers).json == [ok: true, event: 'contact.created', userId: 'user_1', exits: []]
    http.send('POST', '/v1/webhooks/clerk', null, body, headers + ['svix-id': 'msg_other']).status == 401
    http.send('POST', '/v1/webhooks/clerk', null, body.replace('Ada', 'Eve'), headers).status == 401
    http.send('POST', '/v1/webhooks/clerk', null, body, headers + ['svix-signature': svix.sign('msg_clerk', at - 301, body), 'svix-timestamp': (at - 301).toString()]).status == 401
    with(events('user_1')[0]) {
      email == 'ada@clerk.example'
      Json.read(about) == [firstName: 'Ada']
    }
  }

  def "#source makes #name of #body"() {
    given:
    def text = Json.write(body)

    when:
    def answer = http.send('POST', "/v1/webhooks/$source", null, text, proof(source, text))

    then:
    answer.status == 200
    answer.json.event == name
    answer.json.skipped == (name ? null : true)
    (name ? events(user).takeRight(1) : []).collect { [it.name, it.email, Json.read(it.props ?: '{}')] } == (name ? [[name, email, props]] : [])

    where:
    source     | body                                                                                                                                       || name                           | user    | email           | props
    'clerk'    | [type: 'user.updated', data: [id: 'k2', email_addresses: [[id: 'e', email_address: 'k2@e.co']]]]                                           || 'contact.updated'              | 'k2'    | 'k2@e.co'       | [:]
    'clerk'    | [type: 'user.deleted', data: [id: 'k3', deleted: true]]                                                                                    || 'contact.deleted'              | 'k3'    | null            | [:]
    'clerk'    | [type: 'waitlistEntry.created', data: [id: 'w1', email_address: 'w@e.co']]                                                                 || 'waitlist.joined'              | null    | 'w@e.co'        | [waitlistEntryId: 'w1']
    'clerk'    | [type: 'session.created', data: [id: 's1']]                                                                                                || null                           | null    | null            | null
    'supabase' | [type: 'INSERT', schema: 'auth', table: 'users', record: [id: 'b1', email: 'b@e.co']]                                                      || 'contact.created'              | 'b1'    | 'b@e.co'        | [:]
    'supabase' | [type: 'UPDATE', schema: 'auth', table: 'users', record: [id: 'b1', email: 'b@e.co', raw_user_meta_data: [plan: 'pro']]]                   || 'contact.updated'              | 'b1'    | 'b@e.co'        | [:]
    'supabase' | [type: 'DELETE', schema: 'auth', table: 'users', old_record: [id: 'b1']]                                                                   || 'contact.deleted'              | 'b1'    | 'b@e.co'        | [:]
    'supabase' | [type: 'INSERT', schema: 'public', table: 'users', record: [id: 'b2']]                                                                     || null                           | null    | null            | null
    'stripe'   | [id: 'evt_2', type: 'customer.subscription.updated', data: [object: [id: 'sub_1', customer: 'c2', status: 'active', items: [data: [[price: [id: 'p1']]]]]]] || 'subscription.updated' | 'c2' | null        | [subscriptionId: 'sub_1', plan: 'p1', status: 'active']
    'stripe'   | [id: 'evt_3', type: 'invoice.paid', data: [object: [id: 'in_1', customer: 'c3', customer_email: 'c3@e.co', amount_due: 500, amount_paid: 500, currency: 'eur', status: 'paid']]] || 'invoice.paid' | 'c3' | 'c3@e.co' | [invoiceId: 'in_1', amountDue: 500, amountPaid: 500, currency: 'eur', status: 'paid']
    'stripe'   | [id: 'evt_4', type: 'customer.deleted', data: [object: [id: 'c4']]]                                                                        || 'contact.deleted'              | 'c4'    | null            | [:]
    'stripe'   | [id: 'evt_5', type: 'charge.succeeded', data: [object: [id: 'ch_1']]]                                                                      || null                           | null    | null            | null
    'segment'  | [type: 'identify', userId: 's1', messageId: 'm1', traits: [email: 's@e.co', plan: 'pro']]                                                  || 'contact.updated'              | 's1'    | 's@e.co'        | [:]
    'segment'  | [type: 'track', anonymousId: 's2', messageId: 'm2', event: 'Order Completed', properties: [total: 9]]                                      || 'Order Completed'              | 's2'    | null            | [total: 9]
    'segment'  | [type: 'page', userId: 's1', messageId: 'm3']                                                                                              || null                           | null    | null            | null
    'intercom' | [topic: 'conversation.user.created', id: 'n1', data: [item: [id: 'cv', user: [external_id: 'i1', email: 'i@e.co']]]]                        || 'support.conversation_started' | 'i1'    | 'i@e.co'        | [conversationId: 'cv']
    'intercom' | [topic: 'conversation.rating.added', id: 'n2', data: [item: [id: 'cv', user: [external_id: 'i1'], conversation_rating: [rating: 5]]]]      || 'support.rated'                | 'i1'    | 'i@e.co'        | [conversationId: 'cv', rating: 5]
    'intercom' | [topic: 'ping', data: [item: [type: 'ping']]]                                                                                              || null                           | null    | null            | null
    'posthog'  | [event: [event: 'signed up', distinct_id: 'p1', uuid: 'u1', properties: [a: 1]], person: [properties: [email: 'p@e.co']]]                  || 'signed up'                    | 'p1'    | 'p@e.co'        | [a: 1]
  }

  def "every source that is built in makes an event of a delivery once: #source"() {
    given:
    def text = Json.write(body)
    def headers = proof(source, text)
    def before = count()

    expect:
    (1..2).collect { http.send('POST', "/v1/webhooks/$source", null, text, headers).status } == [200, 200]
    count() == before + 1

    where:
    source     | body
    'clerk'    | [type: 'user.updated', data: [id: 'twice-1']]
    'supabase' | [type: 'INSERT', schema: 'auth', table: 'users', record: [id: 'twice-2']]
    'stripe'   | [id: 'evt_twice', type: 'customer.created', data: [object: [id: 'twice-3']]]
    'segment'  | [type: 'track', userId: 'twice-4', event: 'x']
    'intercom' | [topic: 'conversation.admin.closed', data: [item: [id: 'c', user: [external_id: 'twice-5']]]]
    'posthog'  | [event: [event: 'x', distinct_id: 'twice-6']]
  }

  private Map<String, String> proof(String source, String body) {
    def at = now()
    switch (source) {
      case 'clerk':
        def id = "msg_${body.hashCode()}".toString()
        return ['svix-id': id, 'svix-timestamp': "$at".toString(), 'svix-signature': new SvixWebhook(HttpFixture.RESEND_SECRET).sign(id, at, body)]
      case 'supabase':
        return ['x-supabase-webhook-secret': 'hush']
      case 'stripe':
        return ['stripe-signature': "t=$at,v1=${hmac('HmacSHA256', 'whsec_hush', "$at.$body")}".toString()]
      case 'segment':
        return ['x-signature': hmac('HmacSHA256', 'hush', body)]
      case 'intercom':
        return ['X-Hub-Signature': 'sha1=' + hmac('HmacSHA1', 'hush', body)]
      default:
        return ['x-posthog-webhook-secret': 'hush']
    }
  }

  private static String hmac(String algorithm, String secret, String text) {
    def mac = Mac.getInstance(algorithm)
    mac.init(new SecretKeySpec(secret.bytes, algorithm))
    mac.doFinal(text.bytes).encodeHex().toString()
  }

  private static long now() {
    System.currentTimeMillis().intdiv(1000)
  }

  private void file(String id, String text) {
    Files.createDirectories(directory.resolve('sources'))
    Files.writeString(directory.resolve("sources/${id}.groovy"), text)
  }

  private long count() {
    http.test.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery('select count(*) from events')
      rows.next()
      rows.getLong(1)
    }
  }

  /** The events of whom a sender names, or of who has no such name, oldest first. */
  private List<Map> events(String user) {
    http.test.connect().withCloseable { connection ->
      def statement = connection.prepareStatement('''\
          select n.name, e.source, e.props::text as props, (e.occurred_at at time zone 'UTC')::text as occurred, c.email, c.properties::text as properties
          from events e join names n on n.id = e.name join contacts c on c.id = e.contact_id
          where c.external_id is not distinct from ? order by e.id''')
      statement.setString(1, user)
      def rows = statement.executeQuery()
      def found = []
      while (rows.next()) {
        found << [name: rows.getString('name'), source: rows.getInt('source'), props: rows.getString('props'), occurred: rows.getString('occurred'),
                  email: rows.getString('email'), about: rows.getString('properties')]
      }
      found
    }
  }
}
