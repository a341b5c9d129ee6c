package dev.sojourn.runtime.http

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Contacts and lists as programs say, see and erase them. */
class PeopleRoutesDatabaseSpec extends Specification {
  static final LISTS = '''\
list('news') { name 'News'; description 'Twice a month' }
list('beta') { name 'Beta'; optIn() }
'''

  @Shared @TempDir Path directory
  @Shared @AutoCleanup HttpFixture here = new HttpFixture(TestDatabase.fresh(), directory, [lists: LISTS])
  @Shared String ingest = here.key(['ingest'])

  def cleanup() {
    HttpFixture.await(here.database.run('insert into identity_changes(contact_id) select id from contacts'))
    HttpFixture.await(here.database.run('truncate contacts, contact_keys, preferences, events, runs, enrolments, outbox'))
  }

  def "a contact is made, changed, found by each of its names, and erased"() {
    when:
    def made = put(userId: 'ada', email: ' Ada@Example.com ', properties: [plan: 'pro', seats: 3])
    def again = put(userId: 'ada', properties: [seats: null])
    def linked = put(userId: 'ada', anonymousId: 'browser')

    then:
    made.status == 200
    made.json == [id: made.json.id, created: true, linked: false]
    again.json == [id: made.json.id, created: false, linked: false]
    linked.json == [id: made.json.id, created: false, linked: true]

    when:
    def found = ['userId=ada', 'email=ADA@example.com', "userId=$made.json.id"].collect { here.get("/v1/contacts/find?$it", ingest).json.contacts }

    then:
    found.unique().size() == 1
    with(found[0][0]) {
      it.keySet() == ['id', 'externalId', 'email', 'properties', 'firstSeenAt', 'lastSeenAt', 'createdAt', 'updatedAt'] as Set
      [id, externalId, email, get('properties')] == [made.json.id, 'ada', 'ada@example.com', [plan: 'pro']]
    }

    when:
    def gone = (1..2).collect { erase(email: 'ada@example.com') }

    then:
    gone*.status == [200, 404]
    gone[0].json == [deleted: true]
    here.get('/v1/contacts/find?userId=ada', ingest).json == [contacts: []]
    put(userId: 'ada').json.created
  }

  def "another address is the contact's from then on, and the old one still finds it"() {
    given:
    put(userId: 'ada', email: 'old@example.com')

    when:
    def answer = put(userId: 'ada', email: 'new@example.com')

    then:
    answer.json.linked
    ['old@example.com', 'new@example.com'].collect { find(it).email } == ['new@example.com'] * 2
  }

  def "somebody else's address is told as a conflict, in an event too"() {
    given:
    put(userId: 'ada')
    put(userId: 'bob', email: 'bob@example.com')

    expect:
    put(userId: 'ada', email: 'bob@example.com').json.identityConflict
    here.post('/v1/events', [name: 'seen', userId: 'ada', email: 'bob@example.com'], ingest).json.identityConflict
    !here.post('/v1/events', [name: 'seen', userId: 'ada'], ingest).json.containsKey('identityConflict')
    find('bob@example.com').externalId == 'bob'
  }

  def "'#body' says nothing that can be stored"() {
    expect:
    with(here.send('PUT', '/v1/contacts', ingest, body)) {
      status == 400
      json.error.contains(told)
    }

    where:
    body                                                     || told
    '{}'                                                     || 'userId, email or anonymousId is needed'
    '{"email": "no address"}'                                || 'no e-mail address'
    '{"userId": 7}'                                          || "userId '7' is not a text"
    '{"userId": "a\\u0000"}'                                 || 'userId'
    '{"userId": "ada", "properties": []}'                    || 'properties'
    '{"userId": "ada", "lists": {"news": 1}}'                || 'lists'
    '{"userId": "ada", "lists": {"nope": true}}'             || "no list 'nope'"
    '{"userId": "nobody", "lists": {"news": true}}'          || 'lists need an e-mail address'
    '[]'                                                     || 'not a JSON object'
  }

  def "what is asked about nobody is refused: #path"() {
    expect:
    here.send(method, path, ingest, body).status == status

    where:
    method   | path                              | body                        || status
    'GET'    | '/v1/contacts/find'               | null                        || 400
    'DELETE' | '/v1/contacts'                    | '{}'                        || 400
    'DELETE' | '/v1/contacts'                    | '{"userId": "nobody"}'      || 404
    'GET'    | '/v1/lists/preferences'           | null                        || 400
    'GET'    | '/v1/lists?userId=nobody'         | null                        || 404
    'POST'   | '/v1/lists/nope/subscribe'        | '{"email": "a@b.de"}'       || 404
    'POST'   | '/v1/lists/journey/subscribe'     | '{"email": "a@b.de"}'       || 400
    'POST'   | '/v1/lists/news/subscribe'        | '{"email": "a b"}'          || 400
    'POST'   | '/v1/lists/news/subscribe'        | '{"email": 7}'              || 400
  }

  def "only who may put things in may say who people are"() {
    given:
    def reader = here.key(['read'])

    expect:
    here.send('PUT', '/v1/contacts', reader, [userId: 'ada']).status == 403
    here.get('/v1/contacts/find?userId=ada', reader).status == 403
    here.get('/v1/lists', reader).status == 403
  }

  def "lists show what somebody is on, and are joined and left by address or user"() {
    given:
    put(userId: 'ada', email: 'ada@example.com')

    expect:
    lists('') == [news: true, beta: false]
    here.get('/v1/lists', ingest).json.lists[0] ==
        [id: 'news', name: 'News', description: 'Twice a month', defaultOptIn: true, kind: 'topic', subscribed: true]

    when:
    def answers = [
        here.post('/v1/lists/beta/subscribe', [userId: 'ada'], ingest),
        here.post('/v1/lists/news/unsubscribe', [email: 'ada@example.com'], ingest)]

    then:
    answers*.json == [[list: 'beta', subscribed: true], [list: 'news', subscribed: false]]
    lists('?email=ada@example.com') == [news: false, beta: true]
    lists('?userId=ada') == [news: false, beta: true]

    when:
    def set = here.post('/v1/lists/preferences', [userId: 'ada', categories: [news: true], unsubscribedAll: false], ingest)

    then:
    set.json == [categories: [beta: true, journey: true, news: true, transactional: true], unsubscribedAll: false]
    here.get('/v1/lists/preferences?email=ada@example.com', ingest).json == set.json
  }

  def "an address without a contact may join and leave, too"() {
    expect:
    here.post('/v1/lists/news/unsubscribe', [email: 'nobody@example.com'], ingest).json == [list: 'news', subscribed: false]
    lists('?email=nobody@example.com') == [news: false, beta: false]
  }

  def "lists beside an event or a contact are followed, and what cannot be is told beside the receipt"() {
    when:
    def good = here.post('/v1/events', [name: 'in', userId: 'ada', email: 'ada@example.com', lists: [news: false, beta: true]], ingest)
    def unknown = here.post('/v1/events', [name: 'in', userId: 'ada', lists: [nope: true]], ingest)
    def nowhere = here.post('/v1/events', [name: 'in', userId: 'bob', lists: [news: false]], ingest)

    then:
    [good, unknown, nowhere]*.status == [202] * 3
    !good.json.containsKey('listsError')
    unknown.json.stored
    unknown.json.listsError.contains("no list 'nope'")
    nowhere.json.listsError.contains('no e-mail address')
    lists('?userId=ada') == [news: false, beta: true]

    when:
    put(userId: 'bob', email: 'bob@example.com', lists: [news: false])

    then:
    lists('?userId=bob') == [news: false, beta: false]
  }

  private HttpFixture.Answer put(Map body) {
    here.send('PUT', '/v1/contacts', ingest, body)
  }

  private HttpFixture.Answer erase(Map body) {
    here.send('DELETE', '/v1/contacts', ingest, body)
  }

  private Map find(String email) {
    here.get("/v1/contacts/find?email=$email", ingest).json.contacts[0]
  }

  private Map lists(String query) {
    here.get("/v1/lists$query", ingest).json.lists.collectEntries { [it.id, it.subscribed] }
  }
}
