package dev.sojourn.runtime.http

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Contacts as operators look at and change them. */
class ContactAdminRoutesDatabaseSpec extends Specification {
  static final JOURNEY = '''\
journey('stay') {
  name 'Stay'
  trigger 'in'
  entryLimit unlimited
  suppress 0.seconds
  steps {
    sleepFor 7.days
  }
}
'''

  @Shared @TempDir Path directory
  @Shared @AutoCleanup HttpFixture here = new HttpFixture(TestDatabase.fresh(), directory, [stay: JOURNEY])

  def cleanup() {
    HttpFixture.await(here.database.run('insert into identity_changes(contact_id) select id from contacts'))
    HttpFixture.await(here.database.run('truncate contacts, contact_keys, preferences, events, runs, enrolments, sends, send_files, outbox'))
  }

  def "the list shows who was seen last first, in parts, and finds by a piece of a name"() {
    given:
    ['ada', 'bob', 'cyd', 'dan', 'eve'].eachWithIndex { name, i -> seen(name, i) }

    when:
    def all = list('')
    def parts = []
    def next = ''
    while (next != null) {
      def part = list("?limit=2&cursor=$next")
      parts << part.contacts*.externalId
      next = part.nextCursor
    }

    then:
    all.contacts*.externalId == ['eve', 'dan', 'cyd', 'bob', 'ada']
    [all.total, all.limit, all.offset] == [5, 50, 0]
    all.contacts[0].keySet().containsAll(['anonymousId', 'organizationId'])
    parts == [['eve', 'dan'], ['cyd', 'bob'], ['ada']]
    list('?search=CY').contacts*.externalId == ['cyd']
    list('?search=da%25').contacts == []
    list('?limit=2&offset=3').contacts*.externalId == ['bob', 'ada']
  }

  def "the list is sorted and cut by #query"() {
    given:
    ['ada', 'bob', 'cyd'].eachWithIndex { name, i -> seen(name, i) }
    say(anonymousId: 'ghost')

    expect:
    list("?$query").contacts*.externalId == names

    where:
    query                                                  || names
    'identity=anonymous'                                   || [null]
    'identity=identified'                                  || ['cyd', 'bob', 'ada']
    'orderBy=firstSeenAt&orderDir=asc&identity=identified'  || ['ada', 'bob', 'cyd']
    'orderBy=property&orderProperty=seats&orderDir=asc'    || [null, 'ada', 'bob', 'cyd']
    'propertyKey=seats&propertyGte=1'                      || ['cyd', 'bob']
    'propertyKey=seats&propertyGte=1.5'                    || ['cyd']
  }

  def "a list is read in parts in the order of #query, each contact once"() {
    given:
    ['ada', 'bob', 'cyd', 'dan', 'eve'].eachWithIndex { name, i -> seen(name, i.intdiv(2)) }
    def whole = list("?$query").contacts*.externalId

    when:
    def parts = []
    def next = ''
    while (next != null) {
      def part = list("?$query&limit=2&cursor=$next")
      parts.addAll(part.contacts*.externalId)
      next = part.nextCursor
    }

    then:
    parts == whole
    whole.toSorted() == ['ada', 'bob', 'cyd', 'dan', 'eve']
    whole.indexOf('ada') < whole.indexOf('eve') == rises

    where:
    query                                                || rises
    'orderBy=lastSeenAt'                                 || false
    'orderBy=lastSeenAt&orderDir=asc'                    || true
    'orderBy=firstSeenAt&orderDir=asc'                   || true
    'orderBy=property&orderProperty=seats'               || false
    'orderBy=property&orderProperty=seats&orderDir=asc'  || true
  }

  def "a list goes on behind a property that is a long text"() {
    given:
    ['ada', 'bob'].eachWithIndex { name, i -> seen(name, i, [note: name * 500]) }

    when:
    def first = list('?orderBy=property&orderProperty=note&orderDir=asc&limit=1')
    def second = list("?orderBy=property&orderProperty=note&orderDir=asc&limit=1&cursor=$first.nextCursor")

    then:
    [first, second]*.contacts*.externalId.flatten() == ['ada', 'bob']
  }

  def "a list that cannot be is refused: #query"() {
    expect:
    here.get("/v1/admin/contacts?$query").status == 400

    where:
    query << ['identity=x', 'orderBy=x', 'orderBy=property', 'orderDir=x', 'propertyKey=a', 'propertyKey=a%20b&propertyGte=1',
              'propertyKey=a&propertyGte=x', 'cursor=x', 'cursor=W10', "cursor=${cursor('null')}", "cursor=${cursor('"pro"')}",
              "cursor=${cursor('1e30')}",  "cursor=${cursor('1e-30')}", 'limit=0', 'orderBy=property&orderProperty=a%3Bb', 'search=%00']
  }

  def "a contact is made once, looked at with its preferences, changed and erased"() {
    when:
    def made = here.post('/v1/admin/contacts', [externalId: 'ada', email: 'ada@example.com', properties: [plan: 'pro']])

    then:
    made.status == 201
    made.json.contact.subMap(['externalId', 'email', 'properties']) == [externalId: 'ada', email: 'ada@example.com', properties: [plan: 'pro']]
    here.post('/v1/admin/contacts', [externalId: 'ada']).status == 409
    here.post('/v1/admin/contacts', [externalId: 'eve', email: 'ada@example.com']).status == 409
    here.get('/v1/admin/contacts/ada').json.preferences.unsubscribedAll == false

    when:
    def changed = here.send('PATCH', '/v1/admin/contacts/ada', HttpFixture.ADMIN, [email: 'new@example.com', properties: [plan: null, seats: 2]])

    then:
    changed.status == 200
    changed.json.contact.subMap(['id', 'externalId', 'email', 'properties']) ==
        [id: made.json.contact.id, externalId: 'ada', email: 'new@example.com', properties: [seats: 2]]
    here.send('PATCH', '/v1/admin/contacts/ada', HttpFixture.ADMIN, [externalId: 'other']).status == 409
    here.send('PATCH', '/v1/admin/contacts/nobody', HttpFixture.ADMIN, [email: 'new@example.com']).status == 404
    here.send('PATCH', '/v1/admin/contacts/ada', HttpFixture.ADMIN, '[]').status == 400

    when:
    def erased = (1..2).collect { here.send('DELETE', '/v1/admin/contacts/ada', HttpFixture.ADMIN, null) }

    then:
    erased*.status == [200, 404]
    here.get('/v1/admin/contacts/ada').status == 404
  }

  def "two contacts are merged because an operator says so"() {
    given:
    def ada = say(userId: 'ada', properties: [plan: 'pro'])
    def bob = say(userId: 'bob', properties: [seats: 1])

    when:
    def merged = here.post('/v1/admin/contacts/ada/merge', [contactId: bob])

    then:
    merged.status == 200
    merged.json.contact.id == ada
    merged.json.contact.get('properties') == [plan: 'pro', seats: 1]
    here.get('/v1/admin/contacts/bob').json.contact.id == ada
    here.post('/v1/admin/contacts/ada/merge', [contactId: bob]).status == 409
    here.post('/v1/admin/contacts/ada/merge', [contactId: 'nobody']).status == 404
    here.post('/v1/admin/contacts/ada/merge', [:]).status == 400
  }

  def "a timeline has events, enrolments and mails in one order, in parts"() {
    given:
    here.post('/v1/events', [name: 'first', userId: 'ada', email: 'ada@example.com', eventProperties: [n: 1]])
    here.post('/v1/events', [name: 'in', userId: 'ada'])
    def contact = HttpFixture.await(here.database.run('select id from contacts')).first().getLong(0)
    HttpFixture.await(here.database.run('''insert into sends(id, contact_id, due_at, status, template, category, to_email)
        values ($1, $2, now(), 'sent', 'hello', 'journey', 'ada@example.com')''', here.database.ids().next(), contact))

    when:
    def all = here.get('/v1/admin/contacts/ada/timeline').json
    def first = here.get('/v1/admin/contacts/ada/timeline?limit=3').json
    def rest = here.get("/v1/admin/contacts/ada/timeline?limit=3&cursor=$first.nextCursor").json

    then:
    all.total == 4
    all.timeline.collect { it.data.event ?: it.data.journeyId ?: it.data.templateKey } == ['hello', 'stay', 'in', 'first']
    all.timeline*.type == ['email', 'journey', 'event', 'event']
    all.timeline[3].data.get('properties') == [n: 1]
    all.timeline[1].data.keySet() == ['id', 'journeyId', 'status', 'currentNodeId', 'completedAt', 'exitedAt'] as Set
    all.timeline[0].data.keySet() == ['id', 'templateKey', 'subject', 'status', 'toEmail', 'sentAt', 'deliveredAt', 'openedAt'] as Set
    first.timeline + rest.timeline == all.timeline
    rest.nextCursor == null
    here.get('/v1/admin/contacts/ada/timeline?type=journey').json.with { [it.total, it.timeline*.type] } == [1, ['journey']]
    here.get('/v1/admin/contacts/ada/timeline?offset=1&limit=1').json.timeline*.type == ['journey']
    here.get('/v1/admin/contacts/ada/timeline?type=x').status == 400
    here.get('/v1/admin/contacts/nobody/timeline').status == 404
  }

  private static String cursor(String place) {
    Base64.urlEncoder.withoutPadding().encodeToString("[$place,1]".bytes)
  }

  private Map list(String query) {
    here.get("/v1/admin/contacts$query").json
  }

  private String say(Map body) {
    here.send('PUT', '/v1/contacts', HttpFixture.ADMIN, body).json.id
  }

  private void seen(String name, int n, Map more = [:]) {
    say(userId: name, email: "$name@example.com".toString(), properties: [seats: n] + more)
    HttpFixture.await(here.database.run(
        "update contacts set last_seen_at = now() + \$2::int4 * interval '1 minute' where external_id = \$1", name, n))
  }
}
