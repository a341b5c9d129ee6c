package dev.sojourn.runtime.http

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class AdminRoutesDatabaseSpec extends Specification {
  static final TRIAL = '''\
journey('trial') {
  name 'Trial'
  description 'Walks a trial'
  trigger 'trial.started', where { plan == 'pro' }
  entryLimit once
  exitOn 'trial.converted'
  suppress 12.hours

  steps {
    log "hello ${contact.email}"
    checkpoint 'begun'
    sleepFor 7.days, label: 'a week'
  }
}
'''
  static final QUICK = '''\
journey('quick') {
  name 'Quick'
  trigger 'quick.started'
  entryLimit unlimited
  suppress 0.seconds

  steps {
    checkpoint 'passed'
  }
}
'''
  static final BROKEN = '''\
journey('broken') {
  name 'Broken'
  triger 'x'
}
'''

  @Shared
  @TempDir
  Path directory

  @Shared
  HttpFixture http

  PollingConditions soon = new PollingConditions(timeout: 20)

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory, [trial: TRIAL, quick: QUICK, broken: BROKEN]).working()
  }

  def cleanupSpec() {
    http?.close()
  }

  def "journeys are listed with what they say and who is in them"() {
    given:
    enter('lists')

    when:
    def listed = http.get('/v1/admin/journeys').json

    then:
    listed.total == 2
    listed.limit == 50
    listed.offset == 0
    listed.journeys*.id == ['quick', 'trial']
    with(listed.journeys[1]) {
      name == 'Trial'
      description == 'Walks a trial'
      enabled == true
      trigger.event == 'trial.started'
      entryLimit == 'once'
      versionHash ==~ /[0-9a-f]{12}/
      version > 0
      source == 'file'
      counts.waiting + counts.active >= 1
      counts.keySet() == ['active', 'waiting', 'completed', 'failed', 'exited'] as Set
      organizationId == null
    }
    http.get('/v1/admin/journeys?limit=1&offset=1').json.journeys*.id == ['trial']
  }

  def "one journey says all about itself, and who came last"() {
    given:
    def id = enter('alone')

    when:
    def journey = http.get('/v1/admin/journeys/trial').json.journey

    then:
    journey.exitOn*.event == ['trial.converted']
    journey.suppress == 'PT12H'
    journey.recentStates*.id.contains(id)
    http.get('/v1/admin/journeys/nothing').status == 404
  }

  def "a journey that is switched off takes nobody, and goes on when it is switched on"() {
    when:
    def off = http.send('PATCH', '/v1/admin/journeys/quick', HttpFixture.ADMIN, [enabled: false])

    then:
    off.status == 200
    off.json.journey.enabled == false
    http.get('/v1/admin/journeys?enabled=false').json.journeys*.id == ['quick']
    http.post('/v1/events', [name: 'quick.started', userId: 'off']).json.dispatched == []
    http.get('/v1/admin/contacts/off/decisions').json.decisions*.reason == ['journey_disabled_by_admin']

    when:
    http.send('PATCH', '/v1/admin/journeys/quick', HttpFixture.ADMIN, [enabled: true])

    then:
    http.post('/v1/events', [name: 'quick.started', userId: 'off']).json.dispatched == ['quick']

    and:
    http.send('PATCH', '/v1/admin/journeys/quick', HttpFixture.ADMIN, [enabled: 'yes']).status == 400
    http.send('PATCH', '/v1/admin/journeys/quick', HttpFixture.ADMIN, 'nonsense').status == 400
  }

  def "a state shows where it stands, and its journal reads"() {
    given:
    def id = enter('reader')

    when:
    soon.eventually {
      assert state('reader').status == 'waiting'
    }
    def whole = http.get("/v1/admin/journeys/trial/states/$id").json

    then:
    with(whole.state) {
      userId == 'reader'
      userEmail == 'reader@example.com'
      journeyId == 'trial'
      currentNodeId == 'a week'
      context == [plan: 'pro', seats: 3]
      dueAt != null
      exitedAt == null
      completedAt == null
      errorMessage == null
    }
    whole.logs*.action == ['entered', 'log', 'checkpoint', 'sleep']
    whole.logs*.toNodeId == ['start', 'start', 'begun', 'a week']
    whole.logs[3].fromNodeId == 'begun'
    with(whole.journal[0]) {
      segment == 0
      entries.find { it.kind == 'log' }.message == 'hello reader@example.com'
      entries.find { it.kind == 'checkpoint' }.label == 'begun'
      entries.find { it.kind == 'sleep' }.deadline > entries.find { it.kind == 'sleep' }.startedAt
    }
  }

  def "a live state is cancelled once"() {
    given:
    def id = enter('leaver')
    def path = "/v1/admin/journeys/trial/states/$id"

    when:
    def first = http.send('DELETE', path, HttpFixture.ADMIN, null)
    def second = http.send('DELETE', path, HttpFixture.ADMIN, null)

    then:
    first.status == 200
    first.json.state.id == id
    first.json.state.status == 'exited'
    first.json.state.exitedAt != null
    first.json.hatchetCancelled == false
    second.status == 409
    second.json == [error: "Cannot cancel journey in 'exited' status"]

    and:
    with(http.get(path).json.state) {
      status == 'exited'
      reason == 'cancelled by legacy'
      exitedAt == first.json.state.exitedAt
    }
    http.get(path).json.logs.last().action == 'exited'
    http.send('DELETE', '/v1/admin/journeys/quick/states/' + id, HttpFixture.ADMIN, null).status == 404
    http.send('DELETE', '/v1/admin/journeys/trial/states/' + UUID.randomUUID(), HttpFixture.ADMIN, null).status == 404
  }

  def "a state that has completed cannot be cancelled"() {
    given:
    http.post('/v1/events', [name: 'quick.started', userId: 'done'])
    soon.eventually {
      assert http.get('/v1/admin/journeys/quick/states?userId=done').json.states*.status == ['completed']
    }
    def done = http.get('/v1/admin/journeys/quick/states?userId=done&status=completed').json.states[0]

    expect:
    done.currentNodeId == 'passed'
    done.completedAt != null
    http.send('DELETE', "/v1/admin/journeys/quick/states/$done.id", HttpFixture.ADMIN, null).json ==
        [error: "Cannot cancel journey in 'completed' status"]
  }

  def "states are listed by status and person"() {
    given:
    enter('lister-1')
    enter('lister-2')

    expect:
    http.get('/v1/admin/journeys/trial/states?userId=lister-1').json.states*.userId == ['lister-1']
    http.get('/v1/admin/journeys/trial/states?userId=lister-1').json.total == 1
    http.get('/v1/admin/journeys/trial/states?userId=stranger').json.states == []
    http.get('/v1/admin/journeys/trial/states?limit=1').json.states*.userId == ['lister-2']
    http.get('/v1/admin/journeys/trial/states?status=completed').json.total == 0
    http.get('/v1/admin/journeys/trial/states?status=elsewhere').status == 400
    http.get('/v1/admin/journeys/trial/states?limit=1000').status == 400
  }

  def "an empty parameter says nothing: #path"() {
    expect:
    with(http.get("/v1/admin/$path")) {
      status == 200
      json.total == http.get("/v1/admin/${path.takeBefore('?')}").json.total
    }

    where:
    path << [
      'dlq?status=&source=',
      'journeys?enabled=',
      'journeys/quick/states?status=&userId=',
      'emails?status=&sort=&engagement=&from=&userId=',
      'contacts?orderBy=&propertyKey=&propertyGte=&cursor=',
      'suppressions?type=',
    ]
  }

  def "a blocked state says why, and goes on when it is unblocked"() {
    given:
    def id = enter('stuck')
    soon.eventually {
      assert state('stuck').status == 'waiting'
    }
    http.test.connect().withCloseable {
      it.createStatement().execute("update runs set blocked = 'its script cannot be compiled', due_at = 'infinity', wait_name = null where subject = (select id from contacts where external_id = 'stuck')")
    }

    expect:
    with(state('stuck')) {
      blocked == true
      errorMessage == 'its script cannot be compiled'
    }

    when:
    def freed = http.post("/v1/admin/journeys/trial/states/$id/unblock", [:])

    then:
    freed.status == 202
    http.post("/v1/admin/journeys/trial/states/$id/unblock", [:]).status == 409
    soon.eventually {
      with(state('stuck')) {
        assert blocked == false
        assert status == 'waiting'
        assert dueAt != null
      }
    }
  }

  def "what somebody was left out of is read with the values that decided"() {
    given:
    http.post('/v1/events', [name: 'trial.started', userId: 'free', eventProperties: [plan: 'free']])

    when:
    def decisions = http.get('/v1/admin/contacts/free/decisions').json

    then:
    decisions.total == 1
    with(decisions.decisions[0]) {
      about == 'journey:trial'
      reason == 'trigger_conditions_not_met'
      count == 1
      firstAt != null
      compared.toString().contains('free')
    }
    http.get('/v1/admin/contacts/nobody/decisions').status == 404
  }

  def "a contact is found by our id and by the sender's"() {
    given:
    http.post('/v1/events', [name: 'visit', userId: 'grace', email: 'Grace@Example.com', contactProperties: [seats: 3, tags: ['a', null]]])

    when:
    def contact = http.get('/v1/admin/contacts/grace').json.contact

    then:
    contact.externalId == 'grace'
    contact.email == 'grace@example.com'
    contact.get('properties') == [seats: 3, tags: ['a', null]]
    contact.organizationId == null
    http.get("/v1/admin/contacts/$contact.id").json.contact == contact
    http.get('/v1/admin/contacts/nobody').status == 404
  }

  def "scripts are listed with what is wrong with them"() {
    when:
    def scripts = http.get('/v1/admin/scripts').json

    then:
    with(scripts.scripts.find { it.id == 'trial' }) {
      file == 'journeys/trial.groovy'
      kind == 'journey'
      status == 'loaded'
      hash ==~ /[0-9a-f]{12}/
      version > 0
      error == null
      warnings == []
    }
    with(scripts.scripts.find { it.id == 'broken' }) {
      status == 'failed'
      error.contains('journeys/broken.groovy:3')
      version == null
    }
    http.get('/readyz', null).json.components.scripts == [status: 'degraded', loaded: 2, failed: 1, warnings: 0]
  }

  def "mails are listed"() {
    expect:
    http.get('/v1/admin/emails').json == [emails: [], total: 0, limit: 50, offset: 0, hasMore: false]
    http.get('/v1/admin/emails/nothing').status == 404
  }

  def "mails are listed by status, and a status that is none is refused"() {
    expect:
    http.get('/v1/admin/emails?status=sent').json.emails == []
    with(http.get('/v1/admin/emails?status=gone')) {
      status == 400
      json.toString().contains("status 'gone' is not one of queued, rendered, sent,")
    }
  }

  /** The id of the state of a contact that entered the trial now. */
  private String enter(String user) {
    def receipt = http.post('/v1/events', [
        name: 'trial.started', userId: user, email: user + '@example.com',
        eventProperties: [plan: 'pro', seats: 3, more: [deep: true]]])
    assert receipt.status == 202
    state(user).id
  }

  private Map state(String user) {
    http.get("/v1/admin/journeys/trial/states?userId=$user").json.states[0]
  }
}
