package dev.sojourn.runtime.http

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class WebhookRoutesDatabaseSpec extends Specification {
  static final PATH = '/v1/admin/webhooks'

  @Shared
  @TempDir
  Path directory

  @Shared
  HttpFixture http

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory)
  }

  def cleanupSpec() {
    http?.close()
  }

  def "an endpoint is made, shown, changed, given a new secret and taken away; its secret is shown twice in all"() {
    when:
    def made = http.post(PATH, [url: 'https://example.com/hook', eventTypes: ['email.sent'], description: 'CRM'])

    then:
    made.status == 201
    made.json.keySet() == ['id', 'url', 'description', 'eventTypes', 'secretPrefix', 'previousSecretExpiresAt', 'kind', 'config', 'status', 'organizationId',
        'lastDeliveryAt', 'createdAt', 'updatedAt', 'secret'] as Set
    made.json.secret.startsWith(made.json.secretPrefix)
    made.json.with { [it.kind, it.config, it.status] } == ['webhook', [:], 'enabled']

    when:
    def one = "$PATH/$made.json.id"

    then:
    http.get(one).json == made.json.findAll { it.key != 'secret' }
    http.get(PATH).json.with { [it.total, it.webhooks*.id] } == [1, [made.json.id]]

    when:
    def changed = http.send('PATCH', one, HttpFixture.ADMIN, [disabled: true, eventTypes: ['email.sent', 'email.sent', 'contact.created']])

    then:
    changed.json.with { [it.status, it.eventTypes, it.description, it.secret] } == ['disabled', ['email.sent', 'contact.created'], 'CRM', null]
    http.post("$one/test", null).status == 409

    when:
    def rotated = http.post("$one/rotate-secret", null)

    then:
    rotated.json.keySet() == ['id', 'secret', 'secretPrefix', 'previousSecretExpiresAt'] as Set
    rotated.json.secret != made.json.secret
    rotated.json.previousSecretExpiresAt != null
    http.post("$one/rotate-secret?immediate=true", null).json.previousSecretExpiresAt == null

    expect:
    http.send('DELETE', one, HttpFixture.ADMIN, null).json == [deleted: true]
    http.send('DELETE', one, HttpFixture.ADMIN, null).status == 404
    http.get(one).status == 404
  }

  def "a test is a delivery, which is listed, and can be delivered again once it has ended"() {
    given:
    def id = http.post(PATH, [url: 'https://example.com/hook', eventTypes: ['email.sent']]).json.id

    expect:
    http.post("$PATH/$id/test", null).with { [it.status, it.json] } == [202, [enqueued: true, eventType: 'webhook.test']]

    when:
    def listed = http.get("$PATH/$id/deliveries").json

    then:
    listed.total == 1
    listed.deliveries[0].with { [it.eventType, it.status, it.attemptCount, it.responseStatus] } == ['webhook.test', 'pending', 0, null]
    listed.deliveries[0].webhookId.startsWith('msg_')
    http.get("$PATH/$id/deliveries?status=failed").json.total == 0
    http.get("$PATH/$id/deliveries?status=lost").status == 400

    when:
    def delivery = listed.deliveries[0].id

    then:
    http.post("$PATH/deliveries/$delivery/redeliver", null).status == 409
    http.post("$PATH/deliveries/$id/redeliver", null).status == 404

    when:
    HttpFixture.await(http.database.run("update webhook_deliveries set status = 'failed', attempts = 8"))

    then:
    http.post("$PATH/deliveries/$delivery/redeliver", null).with { [it.status, it.json] } == [202, [id: delivery, status: 'pending']]
    http.get("$PATH/$id/deliveries").json.deliveries[0].with { [it.status, it.attemptCount] } == ['pending', 0]
  }

  def "the dead letter of a delivery is listed, and its retry delivers it again"() {
    given:
    def id = http.post(PATH, [url: 'https://example.com/hook', eventTypes: ['email.sent']]).json.id
    http.post("$PATH/$id/test", null)
    HttpFixture.await(http.database.run("update webhook_deliveries set status = 'failed', attempts = 8 where endpoint_id = \$1::int8", http.database.publicIds().id(id).asLong))
    HttpFixture.await(http.database.run("""insert into dead_letters(id, source, source_id, payload, error, created_at)
        select 77 + id, 'webhook-delivery', id, '{"attempts": 8}', 'answer 500', now() from webhook_deliveries where endpoint_id = \$1::int8""", http.database.publicIds().id(id).asLong))

    when:
    def letter = http.get('/v1/admin/dlq?source=webhook-delivery').json.entries[0]

    then:
    letter.with { [it.status, it.retryCount, it.error] } == ['pending', 8, 'answer 500']
    http.post("/v1/admin/dlq/$letter.id/retry", null).json.with { [it.status, it.retried] } == ['retried', true]
    http.get("$PATH/$id/deliveries").json.deliveries[0].status == 'pending'
    http.post("/v1/admin/dlq/$letter.id/retry", null).status == 409
  }

  def "a body that cannot be is refused with what is wrong: #body"() {
    when:
    def answer = http.post(PATH, body)

    then:
    answer.status == 400
    answer.json.error.contains(said)

    where:
    body                                                                        || said
    'nonsense'                                                                  || 'the body is no JSON'
    '[1]'                                                                       || 'the body is not a JSON object'
    [:]                                                                         || 'url is missing'
    [url: 7, eventTypes: ['email.sent']]                                        || "url '7' is not a text"
    [url: 'https://e.example', eventTypes: 'email.sent']                        || "eventTypes 'email.sent' is not a list"
    [url: 'https://e.example', eventTypes: [7]]                                 || "eventTypes[0] '7' is not a text"
    [url: 'https://e.example', eventTypes: ['nope']]                            || "'nope' is not one of"
    [url: 'https://e.example', eventTypes: ['email.sent'], config: [a: 1]]      || "config.a '1' is not a text"
    [url: 'https://e.example', eventTypes: ['email.sent'], config: []]          || "config '[]' is not an object"
    [url: 'https://e.example', eventTypes: ['email.sent'], disabled: 'yes']     || "disabled 'yes' is not true or false"
    [url: 'https://e.example', eventTypes: ['email.sent'], secret: 'whsec_x']   || "'secret' is not one of"
    [url: 'https://e.example/\u0000', eventTypes: ['email.sent']]               || 'url holds the character NUL'
  }

  def "who may only read sees no more than that"() {
    given:
    def id = http.post(PATH, [url: 'https://example.com/hook', eventTypes: ['email.sent']]).json.id
    def reader = http.key(['read'])

    expect:
    http.get("$PATH/$id", reader).status == 200
    http.get("$PATH/$id/deliveries", reader).status == 200
    http.post(PATH, [url: 'https://example.com/hook', eventTypes: ['email.sent']], reader).status == 403
    ['test', 'rotate-secret'].every { http.post("$PATH/$id/$it", null, reader).status == 403 }
    http.send('PATCH', "$PATH/$id", reader, [disabled: true]).status == 403
    http.send('DELETE', "$PATH/$id", reader, null).status == 403
    http.get(PATH, null).status == 401
  }
}
