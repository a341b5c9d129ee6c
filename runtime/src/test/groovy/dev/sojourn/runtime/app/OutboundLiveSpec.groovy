package dev.sojourn.runtime.app

import com.fasterxml.jackson.databind.ObjectMapper
import dev.sojourn.core.report.Signatures
import dev.sojourn.core.webhook.Catalogue
import dev.sojourn.runtime.journey.ServiceSpecification
import dev.sojourn.runtime.outbound.Recorder
import io.vertx.core.Vertx
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.util.concurrent.PollingConditions

/** What an endpoint hears of a person's way through the whole service. */
class OutboundLiveSpec extends ServiceSpecification {
  static final JSON = new ObjectMapper()
  static final TRIAL = '''\
journey('trial') {
  name 'The trial'
  trigger 'trial.started'
  entryLimit once
  suppress 0.seconds

  steps {
    setContact plan: 'trial'
    sendEmail 'welcome'
    checkpoint 'begun'
  }
}
'''

  @Shared Vertx vertx = Vertx.vertx()
  @AutoCleanup Recorder recorder = new Recorder(vertx)
  PollingConditions soon = new PollingConditions(timeout: 20)

  def cleanupSpec() {
    Recorder.await(vertx.close())
  }

  def "an endpoint is told of a contact, its mail and its journey, each once, each signed"() {
    given:
    bundle.write('journeys/trial.groovy', TRIAL)
    bundle.write('templates/welcome.html', '---\nsubject: Hello\n---\n<body><a href="https://example.com/next">Next</a></body>\n')
    start()
    def endpoint = call('POST', '/v1/admin/webhooks', [url: recorder.url('/hook'), eventTypes: Catalogue.types()])

    when:
    event('trial.started', [:], [name: 'Ada'])

    then:
    soon.eventually { assert types().containsAll(['contact.created', 'contact.updated', 'email.sent', 'journey.completed']) }
    types().size() == 4
    ['contact.created', 'contact.updated'].every {
      told(it)[0].keySet().toList() == ['id', 'externalId', 'email', 'properties', 'firstSeenAt', 'lastSeenAt', 'createdAt', 'updatedAt']
    }
    told('contact.created')[0].with { [it.externalId, it.email, it.get('properties')] } == ['ada', 'ada@example.com', [name: 'Ada']]
    told('contact.updated')[0].get('properties') == [name: 'Ada', plan: 'trial']
    def sent = told('email.sent')[0]
    sent.with { [it.templateKey, it.to, it.userId, it.category, it.subject] } == ['welcome', 'ada@example.com', 'ada', 'journey', 'Hello']
    with(told('journey.completed')[0]) {
      it.keySet().toList() == ['journeyId', 'journeyName', 'stateId', 'userId', 'userEmail', 'completedAt']
      journeyId == 'trial'
      journeyName == 'The trial'
      stateId == sent.journeyStateId
      userId == 'ada'
      userEmail == 'ada@example.com'
      completedAt != null
    }
    recorder.requests.every { request ->
      Signatures.isSigned([endpoint.secret], request.headers['webhook-id'], request.headers['webhook-timestamp'],
          request.headers['webhook-signature'], request.bytes as byte[], Instant.now())
    }

    when: 'she opens it twice, and follows its link after a while'
    sight.run("update sends set sent_at = sent_at - interval '1 hour'")
    2.times { read("/v1/t/o/$sent.emailSendId", 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)', 200) }
    read((Mails.plain(home)[0] =~ '/v1/t/c/[^"]+')[0] as String, 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 302)

    then:
    soon.eventually { assert told('email.opened').size() == 2 }
    soon.eventually { assert told('email.clicked').size() == 1 }
    with(told('email.clicked')[0]) {
      it.keySet().toList() == ['emailSendId', 'messageId', 'templateKey', 'userId', 'to', 'at', 'linkUrl', 'linkId']
      [emailSendId, messageId, templateKey, userId, to, linkUrl, linkId] ==
          [sent.emailSendId, sent.messageId, 'welcome', 'ada', 'ada@example.com', 'https://example.com/next', 1]
    }
    told('email.opened')[0].keySet().toList() == ['emailSendId', 'messageId', 'templateKey', 'userId', 'to', 'at']
    told('email.opened')[0].with { [it.emailSendId, it.templateKey, it.userId, it.to] } == [sent.emailSendId, 'welcome', 'ada', 'ada@example.com']

    when: 'she is changed, and nothing about her changes'
    event('profile.seen', [:], [name: 'Ada'])
    event('profile.changed', [:], [name: 'Ada L.'])

    then:
    soon.eventually { assert told('contact.updated').size() == 2 }
    told('contact.updated')[1].get('properties') == [name: 'Ada L.', plan: 'trial']

    when: 'she wants no more mails'
    call('PUT', '/v1/admin/contacts/ada/preferences', [unsubscribedAll: true])

    then:
    soon.eventually { assert told('contact.unsubscribed') == [[externalId: 'ada', email: 'ada@example.com', category: null, scope: 'all']] }
    told('contact.created').size() == 1
  }

  def "an endpoint is told when two contacts become one, when one moves, and when one is erased"() {
    given:
    start()
    call('POST', '/v1/admin/webhooks', [url: recorder.url('/hook'), eventTypes: ['contact.created', 'contact.updated', 'contact.deleted']])

    when:
    def ada = call('PUT', '/v1/contacts', [userId: 'ada', properties: [plan: 'pro']])
    def other = call('PUT', '/v1/contacts', [email: 'ada@example.com', properties: [seats: 3]])
    call('PUT', '/v1/contacts', [userId: 'ada', email: 'ada@example.com'])

    then:
    soon.eventually { assert told('contact.updated').size() == 1 }
    told('contact.created').size() == 2
    told('contact.updated')[0].with { [it.id, it.externalId, it.email, it.get('properties')] } ==
        [ada.id, 'ada', 'ada@example.com', [plan: 'pro', seats: 3]]
    soon.eventually { assert told('contact.deleted') == [[id: other.id, externalId: null, email: 'ada@example.com']] }

    when:
    call('PUT', '/v1/contacts', [userId: 'ada', email: 'ada@example.org'])

    then:
    soon.eventually { assert told('contact.updated').size() == 2 }
    told('contact.updated')[1].email == 'ada@example.org'

    when:
    call('DELETE', '/v1/contacts', [userId: 'ada'])

    then:
    soon.eventually { assert told('contact.deleted').size() == 2 }
    told('contact.deleted')[1] == [id: ada.id, externalId: 'ada', email: 'ada@example.org']
    remembered() == ['contact.deleted']
  }

  def "an endpoint hears of a browser once somebody has said who it is, and then all of it"() {
    given:
    start()
    call('POST', '/v1/admin/webhooks', [url: recorder.url('/hook'), eventTypes: types])

    when: 'two browsers that nobody knows do something, and are changed'
    def first = call('PUT', '/v1/contacts', [anonymousId: 'first', properties: [plan: 'pro']])
    call('PUT', '/v1/contacts', [anonymousId: 'first', properties: [seats: 3]])
    call('PUT', '/v1/contacts', [anonymousId: 'second', properties: [theme: 'dark']])

    and: 'the one is somebody, who is also the other'
    call('PUT', '/v1/contacts', [anonymousId: 'first', userId: 'ada'])
    call('PUT', '/v1/contacts', [anonymousId: 'second', userId: 'ada'])
    call('PUT', '/v1/contacts', [email: 'eve@example.com'])

    then: 'all of that is told, and nothing else, since the last is told last'
    soon.eventually { assert told('contact.created')*.email.contains('eve@example.com') }
    soon.eventually { assert this.types().size() == types.size() + 1 }
    told('contact.created').find { it.id == first.id }.with { [it.externalId, it.get('properties')] } == ['ada', [plan: 'pro', seats: 3]]
    told('contact.updated')*.get('properties') == changes

    where:
    types                                                    || changes
    ['contact.created', 'contact.updated'] || [[theme: 'dark', plan: 'pro', seats: 3]]
    ['contact.created']                                      || []
  }

  private List<String> remembered() {
    database.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery('select type from webhook_messages order by id')
      def types = []
      while (rows.next()) {
        types << rows.getString(1)
      }
      types
    }
  }

  private List<String> types() {
    recorder.requests.collect { JSON.readValue(it.body, Map).type }
  }

  private List<Map> told(String type) {
    recorder.requests.collect { JSON.readValue(it.body, Map) }.findAll { it.type == type }*.data
  }

  private Map call(String method, String path, Map body) {
    def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${app.@port}$path")).header('Authorization', "Bearer $RunningApp.KEY")
        .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))).build()
    def answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString())
    assert answer.statusCode() in [200, 201]: answer.body()
    JSON.readValue(answer.body(), Map)
  }

  private void read(String path, String agent, int status) {
    def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${app.@port}$path"))
        .header('User-Agent', agent).GET().build()
    assert HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == status
  }
}
