package dev.sojourn.runtime.outbound

import dev.sojourn.runtime.config.OutboundConfig

/** Endpoints as people make, change and see them. */
class EndpointsDatabaseSpec extends OutboundSpecification {
  def "one is made with a secret that is stored sealed, and changed a little at a time"() {
    given:
    def here = process()
    def endpoints = here.outbound.endpoints()

    when:
    def made = here.endpoint('https://example.com/hook?key=1', [description: 'CRM'])

    then:
    made.secret().current() ==~ /whsec_[A-Za-z0-9+\/]{43}=/
    made.secret().prefix() == made.secret().current().take(12)
    !made.toString().contains(made.secret().current().drop(12))
    here.rows('select secret, config, secret_prefix from webhook_endpoints')[0].with { row ->
      row.secret.startsWith('gcm1:') && row.config == null && row.secret_prefix == made.secret().prefix()
    }

    when:
    def changed = Process.await(endpoints.change(made.id(), new Wish(null, '', ['email.sent'], null, null, null))).get()

    then:
    changed.url() == made.url()
    changed.description() == null
    changed.eventTypes() == ['email.sent']
    changed.secret() == made.secret()
    Process.await(endpoints.one(made.id())).get().with { [it.url(), it.eventTypes(), it.secret()] } == [made.url(), ['email.sent'], made.secret()]
    here.outbox.wants('email.sent')
    !here.outbox.wants('contact.created')

    expect:
    Process.await(endpoints.delete(made.id()))
    !Process.await(endpoints.delete(made.id()))
    Process.await(endpoints.one(made.id())).empty
    Process.await(endpoints.change(made.id(), new Wish(null, null, null, null, null, null))).empty
    Process.await(endpoints.rotate(made.id(), false)).empty
  }

  def "credentials are hidden, kept when they come back hidden, and stored sealed"() {
    given:
    def here = process()
    def made = here.endpoint('https://eu.example.com', [kind: 'posthog', config: [apiKey: 'phc_hush', host: 'https://eu.example.com']])

    expect:
    made.secret() == Endpoint.Secret.NONE
    made.target().shown() == [apiKey: '***', host: 'https://eu.example.com']
    !here.rows('select config from webhook_endpoints')[0].config.contains('hush')

    when:
    def changed = Process.await(here.outbound.endpoints().change(made.id(), new Wish(null, null, null, null, null, [apiKey: '***', host: 'https://us.example.com']))).get()

    then:
    changed.target().config() == [apiKey: 'phc_hush', host: 'https://us.example.com']

    when:
    Process.await(here.outbound.endpoints().rotate(made.id(), false))

    then:
    thrown(Wish.Refused)
  }

  def "a path of Slack's is a secret too"() {
    given:
    def here = process()
    def made = here.endpoint('https://hooks.slack.com/services/T1/hush', [kind: 'slack'])

    expect:
    made.shownUrl() == 'https://hooks.slack.com/***'
    !made.toString().contains('hush')
    Process.await(here.outbound.endpoints().change(made.id(), new Wish('https://hooks.slack.com/***', null, null, null, null, null))).get().url() == made.url()
  }

  def "#wish cannot be: #said"() {
    given:
    def here = process()

    when:
    Process.await(here.outbound.endpoints().create(wish))

    then:
    def refused = thrown(Wish.Refused)
    refused.message.startsWith(said)
    here.rows('select 1 from webhook_endpoints') == []

    where:
    wish                                                                              || said
    new Wish(null, null, ['email.sent'], null, null, null)                            || 'url: is missing'
    new Wish('https://e.example', null, null, null, null, null)                       || 'eventTypes: is missing'
    new Wish('https://e.example', null, [], null, null, null)                         || 'eventTypes: is empty'
    new Wish('https://e.example', null, ['email.snet'], null, null, null)             || "eventTypes: 'email.snet' is not one of contact.created"
    new Wish('https://e.example', null, ['webhook.test'], null, null, null)           || "eventTypes: 'webhook.test'"
    new Wish('e.example/x', null, ['email.sent'], null, null, null)                   || "url: 'e.example/x' is not of the form"
    new Wish('ftp://e.example/x', null, ['email.sent'], null, null, null)             || "url: 'ftp://e.example/x' is not of the form"
    new Wish('https://u:p@e.example/x', null, ['email.sent'], null, null, null)       || 'url: '
    new Wish('https://e.example/' + 'x' * 3000, null, ['email.sent'], null, null, null) || 'url: is longer'
    new Wish('https://e.example', 'd' * 501, ['email.sent'], null, null, null)        || 'description: is longer'
    new Wish('https://e.example', null, ['email.sent'], null, 'teams', null)          || "kind: 'teams' is not one of posthog, segment, slack, webhook"
    new Wish('https://e.example', null, ['email.sent'], null, 'segment', null)        || 'config.writeKey: is missing'
    new Wish('https://e.example', null, ['email.sent'], null, 'webhook', [a: 'x' * 5000]) || 'config: is longer'
  }

  def "where only public targets may be told, #url is refused"() {
    given:
    def here = process(publicOnly: true)

    when:
    here.endpoint(url)

    then:
    def refused = thrown(Wish.Refused)
    refused.message.contains('may not be asked')

    where:
    url << ['https://127.0.0.1/x', 'https://localhost/x', 'https://169.254.169.254/latest', 'https://10.0.0.1/x', 'https://[::1]/x', 'http://8.8.8.8/x', 'https://[::ffff:7f00:1]/']
  }

  def "the endpoint of a PostHog account is made once, whoever starts,"() {
    given:
    def account = new OutboundConfig.Posthog('phc_hush', Optional.of('https://eu.example.com'))

    when:
    def all = (1..3).collect { working(posthog: account) }

    then:
    def rows = all[0].rows("select kind, event_types from webhook_endpoints")
    rows*.kind == ['posthog']
    rows[0].event_types.toList().every { it.startsWith('email.') }
    !account.toString().contains('hush')
  }

  def "an endpoint sealed under a secret that is gone is told nothing, and stops no other"() {
    given:
    def before = process(sealing: ['the secret of before'])
    before.endpoint(recorder.url('/lost'))
    def here = working()
    here.endpoint(recorder.url('/one'))

    when:
    here.announce()

    then:
    soon.eventually { assert recorder.at('/one').size() == 1 }
    recorder.at('/lost') == []
    Process.await(here.outbound.endpoints().list(10, 0)).items().size() == 1
  }

  def "a test reaches the endpoint alone, whatever it subscribes to"() {
    given:
    def here = working()
    def endpoint = here.endpoint(recorder.url('/one'))
    here.endpoint(recorder.url('/two'))

    when:
    Process.await(here.outbound.deliveries().test(endpoint.id()))

    then:
    soon.eventually { assert here.statuses() == ['delivered'] }
    recorder.requests*.path == ['/one']
    recorder.requests[0].body.contains('"type":"webhook.test"')
    with(Process.await(here.outbound.deliveries().list(endpoint.id(), null, 10, 0))) {
      total() == 1
      items()[0].type() == 'webhook.test'
      items()[0].status() == 'delivered'
      items()[0].last().status() == 204
    }
    Process.await(here.outbound.deliveries().list(endpoint.id(), 'failed', 10, 0)).total() == 0
  }
}
