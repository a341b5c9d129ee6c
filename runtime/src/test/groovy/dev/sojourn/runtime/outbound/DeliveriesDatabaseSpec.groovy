package dev.sojourn.runtime.outbound

import dev.sojourn.core.report.Signatures
import dev.sojourn.core.webhook.Message
import dev.sojourn.core.webhook.Retries
import dev.sojourn.dsl.provider.DestinationFile
import java.time.Duration
import java.time.Instant

/** What endpoints are told, and what happens when they do not take it. */
class DeliveriesDatabaseSpec extends OutboundSpecification {
  def "every endpoint that wants it is told once, with the same id and bytes, signed with its own secret"() {
    given:
    def here = working()
    def one = here.endpoint(recorder.url('/one'))
    def two = here.endpoint(recorder.url('/two'))
    here.endpoint(recorder.url('/other'), [types: ['email.sent']])
    here.endpoint(recorder.url('/off'), [disabled: true])

    when:
    here.announce(data: [id: 'c1', email: 'ä@example.com', externalId: null])

    then:
    soon.eventually { assert here.statuses() == ['delivered', 'delivered'] }
    recorder.requests*.path as Set == ['/one', '/two'] as Set
    recorder.requests.size() == 2
    def (first, second) = [recorder.at('/one')[0], recorder.at('/two')[0]]
    first.bytes == second.bytes
    first.headers['webhook-id'] == second.headers['webhook-id']
    with(Message.of(first.body)) {
      id() == first.headers['webhook-id']
      type() == 'contact.created'
      data() == [id: 'c1', email: 'ä@example.com', externalId: null]
    }
    first.body.startsWith('{"id":"msg_')
    signed(first, one)
    !signed(first, two)
    signed(second, two)
    first.headers['content-type'] == 'application/json'
    here.rows('select count(*) as n from webhook_messages')[0].n == 1
  }

  def "nothing is written while nobody wants it, and nothing if the transaction does not commit"() {
    given:
    def here = working()

    when:
    here.announce()

    then:
    here.rows('select 1 from outbox') == []

    when:
    here.endpoint(recorder.url('/one'))
    Process.await(here.database.transaction { tx ->
      here.outbox.announce(tx, [here.announcement()]).compose { io.vertx.core.Future.failedFuture('no') }
    }.otherwiseEmpty())
    here.announce(type: 'contact.updated')
    here.announce(data: [id: 'kept'])

    then:
    soon.eventually { assert recorder.requests*.body.collect { Message.of(it).data().id } == ['kept'] }
  }

  def "another process learns what is wanted, and that it is not any more"() {
    given:
    def here = working()
    def there = process()

    when:
    def endpoint = here.endpoint(recorder.url('/one'))

    then:
    soon.eventually { assert there.outbox.wants('contact.created') }
    !there.outbox.wants('contact.updated')

    when:
    there.announce()

    then:
    soon.eventually { assert recorder.requests.size() == 1 }

    when:
    Process.await(here.outbound.endpoints().delete(endpoint.id()))

    then:
    soon.eventually { assert !there.outbox.wants('contact.created') }
    !here.outbox.wants('contact.created')
  }

  def "what is announced again under its key is told once"() {
    given:
    def here = working()
    here.endpoint(recorder.url('/one'))

    when:
    3.times { here.announce(key: 'contact.created:c1', contact: it + 1) }
    here.announce(key: 'contact.created:c2', contact: 9)

    then:
    soon.eventually { assert here.rows('select 1 from outbox') == [] && here.statuses() == ['delivered', 'delivered'] }
    recorder.requests.size() == 2
  }

  def "a delivery that fails is tried again under the same id with the same bytes: #statuses"() {
    given:
    recorder.answers('/one', statuses)
    def here = working()
    here.endpoint(recorder.url('/one'))

    when:
    here.announce()

    then:
    soon.eventually { assert here.statuses() == [outcome] }
    recorder.requests.size() == tries
    recorder.requests*.bytes.unique().size() == 1
    recorder.requests*.headers*.'webhook-id'.unique().size() == 1
    here.rows('select attempts, response_status, response_snippet, last_error from webhook_deliveries')[0] ==
        [attempts: tries, response_status: last, response_snippet: last == 204 ? '' : "answer $last", last_error: last == 204 ? null : "answer $last"]
    here.rows('select 1 from dead_letters') == []

    where:
    statuses   || tries | outcome     | last
    [500]      || 2     | 'delivered' | 204
    [429, 408] || 3     | 'delivered' | 204
    [404]      || 2     | 'delivered' | 204
    [404, 404] || 2     | 'failed'    | 404
    [302, 301] || 2     | 'failed'    | 301
  }

  def "a delivery that has become due without a word to anybody is found within a minute"() {
    given:
    recorder.answers('/one', [500])
    def here = working(retries: new Retries(8, Duration.ofHours(1), Duration.ofHours(1)))
    here.endpoint(recorder.url('/one'))
    here.announce()
    soon.eventually { assert here.rows('select last_error from webhook_deliveries')*.last_error == ['answer 500'] }

    when:
    here.rows("update webhook_deliveries set due_at = now() - interval '1 second'")
    Process.await(here.database.lookForDue())

    then:
    soon.eventually { assert here.statuses() == ['delivered'] }
  }

  def "an answer's wait is kept"() {
    given:
    recorder.answers('/one', [429], ['Retry-After': '3600'])
    def here = working(longest: 20_000_000)
    here.endpoint(recorder.url('/one'))

    when:
    here.announce()

    then:
    soon.eventually { assert here.rows('select 1 from webhook_deliveries where response_status = 429').size() == 1 }
    here.rows("select 1 from webhook_deliveries where due_at - last_attempt_at = interval '1 hour'").size() == 1

    when:
    clock.passes(Duration.ofMinutes(61))
    here.look()

    then:
    soon.eventually { assert here.statuses() == ['delivered'] }
  }

  def "what eight tries could not deliver is a dead letter, and a retry of that delivers it"() {
    given:
    recorder.always('/one') { it.setStatusCode(500).end('no') }
    def here = working()
    here.endpoint(recorder.url('/one'))

    when:
    here.announce()

    then: 'probes go on while the circuit is open'
    soon.eventually {
      if (here.statuses() == ['pending']) {
        clock.passes(Duration.ofSeconds(45))
        here.look()
      }
      assert here.statuses() == ['failed']
    }
    recorder.requests.size() == 8
    def letter = here.rows('select source, source_id, payload, error, status from dead_letters')[0]
    letter.source == 'webhook-delivery'
    letter.status == 'pending'
    letter.error == 'answer 500'
    letter.payload.getString('webhookId') == recorder.requests[0].headers['webhook-id']
    letter.payload.getString('eventType') == 'contact.created'

    when:
    recorder.recovers('/one')
    def again = Process.await(here.database.transaction { tx -> here.outbound.deliveries().redrive(tx, letter.source_id) })
    clock.passes(Duration.ofMinutes(6))
    here.look()

    then:
    again
    soon.eventually { assert here.statuses() == ['delivered'] }
    recorder.requests*.bytes.unique().size() == 1
    here.rows('select attempts from webhook_deliveries')[0].attempts == 1
    !Process.await(here.database.transaction { tx -> here.outbound.deliveries().redrive(tx, letter.source_id) })
  }

  def "a delivery that has ended is delivered again when asked, and its dead letter is settled"() {
    given:
    recorder.answers('/one', [404, 404])
    def here = working()
    here.endpoint(recorder.url('/one'))
    here.announce()
    soon.eventually { assert here.statuses() == ['failed'] }
    def id = here.rows('select id from webhook_deliveries')[0].id

    expect:
    Process.await(here.outbound.deliveries().redeliver(id)) == Deliveries.Answer.DONE
    soon.eventually { assert here.statuses() == ['delivered'] }
    Process.await(here.outbound.deliveries().redeliver(7)) == Deliveries.Answer.UNKNOWN
    recorder.requests.size() == 3
  }

  def "an endpoint that is gone for good is disabled, and what waits for it is discarded"() {
    given:
    recorder.always('/one') { it.setStatusCode(410).end() }
    def here = working(each: 1)
    def endpoint = here.endpoint(recorder.url('/one'))

    when:
    here.announce()

    then:
    soon.eventually { assert Process.await(here.outbound.endpoints().one(endpoint.id())).get().disabled() }
    here.statuses() == ['failed']
    recorder.requests.size() == 1
    !here.outbox.wants('contact.created')
  }

  def "what waits for an endpoint that is disabled is discarded"() {
    given:
    recorder.answers('/one', [500])
    def here = working(longest: 20_000_000, retries: new Retries(8, Duration.ofHours(1), Duration.ofHours(2)))
    def endpoint = here.endpoint(recorder.url('/one'))
    here.announce()
    soon.eventually { assert here.rows('select 1 from webhook_deliveries where response_status = 500').size() == 1 }

    when:
    Process.await(here.outbound.endpoints().change(endpoint.id(), new Wish(null, null, null, true, null, null)))

    then:
    here.statuses() == ['discarded']
  }

  def "an endpoint that took nothing for three days is disabled at its next failure"() {
    given:
    recorder.always('/one') { it.setStatusCode(500).end() }
    def here = working()
    def endpoint = here.endpoint(recorder.url('/one'))
    here.announce()
    soon.eventually { assert here.rows('select failing_since from webhook_endpoints')[0].failing_since != null }

    when:
    clock.passes(Duration.ofDays(4))
    here.look()

    then:
    soon.eventually { assert Process.await(here.outbound.endpoints().one(endpoint.id())).get().disabled() }
  }

  def "after a rotation both secrets sign for a day, unless it is to end at once"() {
    given:
    def here = working()
    def old = here.endpoint(recorder.url('/one'))

    when:
    def fresh = Process.await(here.outbound.endpoints().rotate(old.id(), immediate)).get()
    here.announce()
    soon.eventually { assert here.statuses() == ['delivered'] }

    then:
    recorder.requests.size() == 1
    signed(recorder.requests[0], fresh)
    signed(recorder.requests[0], old) == !immediate
    recorder.requests[0].headers['webhook-signature'].split(' ').length == (immediate ? 1 : 2)
    (fresh.secret().previousUntil() != null) == !immediate

    when:
    clock.passes(Duration.ofHours(25))
    here.announce()
    soon.eventually { assert recorder.requests.size() == 2 }

    then:
    signed(recorder.requests[1], fresh, clock.instant())
    !signed(recorder.requests[1], old, clock.instant())

    where:
    immediate << [false, true]
  }

  def "a process that dies after the other side took it leaves it to another, with the same id and bytes"() {
    given:
    recorder.hangs('/one')
    def here = working()
    here.endpoint(recorder.url('/one'))
    here.announce()
    soon.eventually { assert recorder.requests.size() == 1 }

    when:
    here.die()
    recorder.recovers('/one')
    clock.passes(Duration.ofSeconds(61))
    def there = working()

    then:
    soon.eventually { assert there.statuses() == ['delivered'] }
    recorder.requests.size() == 2
    recorder.requests*.bytes.unique().size() == 1
    recorder.requests*.headers*.'webhook-id'.unique().size() == 1
    there.rows('select attempts from webhook_deliveries')[0].attempts == 2
  }

  def "how a try of another claim ended counts for nothing"() {
    given:
    recorder.hangs('/one')
    def here = working(timeout: Duration.ofMillis(700))
    here.endpoint(recorder.url('/one'))
    here.announce()
    soon.eventually { assert recorder.requests.size() == 1 }

    when: 'somebody else takes it over and delivers it'
    here.rows("update webhook_deliveries set epoch = epoch + 1, status = 'delivered'")
    here.announce(type: 'email.sent')
    recorder.recovers('/one')

    then:
    soon.eventually { assert here.statuses() == ['delivered', 'delivered'] }
    here.rows('select response_status from webhook_deliveries order by id')[0].response_status == null
  }

  def "what is fanned out twice is delivered once, and in #number processes each thing once"() {
    given:
    def all = (1..number).collect { working() }
    all[0].endpoint(recorder.url('/one'))
    soon.eventually { assert all.every { it.outbox.wants('contact.created') } }

    when:
    (1..100).each { all[it % number].announce(contact: it, data: [n: it]) }

    then:
    soon.eventually { assert all[0].statuses() == ['delivered'] * 100 }
    recorder.requests.collect { Message.of(it.body).data().n } as Set == (1..100) as Set
    recorder.requests.size() == 100

    where:
    number << [1, 3]
  }

  def "the parcel of an announcement changes nothing when it is handed on again"() {
    given:
    def here = process()
    here.endpoint(recorder.url('/one'))
    here.announce(contact: 7)
    def parcel = here.rows('select id, order_key, payload from outbox')[0]
    def sent = new dev.sojourn.runtime.outbox.Parcel(parcel.id, 0, dev.sojourn.runtime.outbox.Parcel.ANNOUNCED, parcel.order_key, parcel.payload)

    when:
    2.times { Process.await(here.outbound.take(sent)) }

    then:
    here.statuses() == ['pending']
    parcel.order_key == -7

    when: 'one that was taken away meanwhile is not handed on'
    here.rows('truncate webhook_messages cascade')
    here.rows('truncate outbox')
    Process.await(here.outbound.take(sent))

    then:
    here.statuses() == []
  }

  def "what was announced of a contact that is erased is gone, delivered or not"() {
    given:
    def here = process()
    here.endpoint(recorder.url('/one'))
    here.announce(contact: 7)
    here.announce(contact: 8)
    here.rows('select id, order_key, payload from outbox where order_key = -7').each {
      Process.await(here.outbound.take(new dev.sojourn.runtime.outbox.Parcel(it.id, 0, dev.sojourn.runtime.outbox.Parcel.ANNOUNCED, it.order_key, it.payload)))
    }

    when:
    Process.await(here.database.transaction { tx -> here.outbound.erase(tx, [7L]) })

    then:
    here.statuses() == []
    here.rows('select 1 from webhook_messages') == []
    here.rows('select order_key from outbox')*.order_key == [-8L]
  }

  def "messages are forgotten once they are past their time and nobody has to be told"() {
    given:
    def here = process()
    here.endpoint(recorder.url('/one'))
    here.announce(contact: 7)
    here.rows('select id, order_key, payload from outbox').each {
      Process.await(here.outbound.take(new dev.sojourn.runtime.outbox.Parcel(it.id, 0, dev.sojourn.runtime.outbox.Parcel.ANNOUNCED, it.order_key, it.payload)))
    }
    def after = clock.instant() + Duration.ofMinutes(1)

    expect:
    forget(here, after) == 0

    when:
    here.rows("update webhook_deliveries set status = 'delivered'")

    then:
    forget(here, clock.instant() - Duration.ofMinutes(1)) == 0
    forget(here, after) == 1
    here.statuses() == []
  }

  def "destinations get their own bodies, and nobody hears the secrets"() {
    given:
    def teams = DestinationFile.compile('destinations/teams.groovy', 'teams', '''destination('teams') {
      send { message -> message.type == 'email.sent' ? null : post(url, headers: ['X-Room': config('room')], json: [text: message.type]) }
      acceptedWhen { answer -> answer.status == 204 }
    }''')
    def here = working(scripted: [teams: teams])
    here.endpoint(recorder.url('/teams'), [kind: 'teams', config: [room: 'r-hush']])
    here.endpoint(recorder.url('/unused'), [kind: 'posthog', config: [apiKey: 'phc_hush', host: recorder.url('/hog')]])
    here.endpoint(recorder.url('/slack'), [kind: 'slack'])

    when:
    here.announce(data: [id: 'c1', externalId: 'ada'])
    here.announce(type: 'email.sent')

    then:
    soon.eventually { assert here.statuses() == ['delivered'] * 6 }
    recorder.at('/teams')*.body == ['{"text":"contact.created"}']
    recorder.at('/teams')[0].headers['x-room'] == 'r-hush'
    recorder.at('/hog/capture/').size() == 2
    recorder.at('/slack')*.body.contains('{"text":"contact.created: ada"}')
    !recorder.at('/slack')[0].headers['webhook-signature']
    Process.await(here.outbound.endpoints().list(10, 0)).items().every { !it.toString().contains('hush') && !it.target().shown().toString().contains('hush') }
  }

  def "a destination whose file fails fails the delivery at once, with its place"() {
    given:
    def teams = DestinationFile.compile('destinations/teams.groovy', 'teams', "destination('teams') {\n  send { post config('room'), json: [a: 1] }\n}")
    def here = working(scripted: [teams: teams])
    here.endpoint(recorder.url('/teams'), [kind: 'teams'])

    when:
    here.announce()

    then:
    soon.eventually { assert here.statuses() == ['failed'] }
    here.rows('select last_error, attempts from webhook_deliveries')[0] == [last_error: "destinations/teams.groovy:2: the endpoint's config has no 'room'", attempts: 1]
  }

  def "a target that has become private is refused when it is connected to"() {
    given: 'an endpoint from before the setting was changed'
    process().endpoint(recorder.url('/one'))

    when:
    def here = working(publicOnly: true)
    here.announce()

    then:
    soon.eventually { assert here.rows('select last_error from webhook_deliveries')[0]?.last_error == "'http://127.0.0.1' may not be asked: it needs https and a public address" }
    recorder.requests == []
  }

  private static int forget(Process here, Instant before) {
    Process.await(here.database.transaction { tx -> here.outbound.forget(tx, before, 10) })
  }

  private static boolean signed(Map request, Endpoint endpoint, Instant now = Instant.now()) {
    def headers = request.headers
    Signatures.isSigned([endpoint.secret().current()], headers['webhook-id'], headers['webhook-timestamp'], headers['webhook-signature'], request.bytes as byte[], now)
  }
}
