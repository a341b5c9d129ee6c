package dev.sojourn.runtime.http

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class TroubleDatabaseSpec extends Specification {
  @TempDir
  Path directory

  @AutoCleanup
  HttpFixture http

  def "a process that lost its database stays alive, is not ready, and tells senders to come back"() {
    given:
    http = new HttpFixture(TestDatabase.fresh(), directory)
    def key = HttpFixture.await(http.keys.create('events', [Scope.INGEST] as Set))
    assert http.post('/v1/events', [name: 'visit', userId: 'u'], key).status == 202

    when:
    http.cutOff()

    then:
    http.get('/livez', null).status == 200
    with(http.get('/readyz', null)) {
      status == 503
      json.status == 'not_ready'
      json.components.database.status == 'down'
    }
    with(http.get('/v1/health', null)) {
      status == 503
      json.status == 'degraded'
      json.components.worker.status == 'down'
      json.schema == [engine: null, client: null]
      json.activity.journeys == [failed: null, completed: null]
      json.activity.emails == [failed: null, sent: null]
    }
    with(http.get('/v1/admin/contacts/u')) {
      status == 503
      header('retry-after') == '1'
    }
    with(http.post('/v1/events', [name: 'visit', userId: 'u'], key)) {
      status == 503
      header('retry-after') == '1'
      json.error.size() > 0
    }
    http.get('/metrics', null).status == 200
  }

  def "a schema that is behind is named, and turns work away"() {
    given:
    http = new HttpFixture(TestDatabase.fresh(), directory)
    http.test.connect().withCloseable {
      it.createStatement().execute("delete from databasechangelog_engine where id = '0001-keys'")
    }

    expect:
    with(http.get('/v1/health', null)) {
      status == 503
      json.status == 'migration_pending'
      json.schema.engine.inSync == false
      json.schema.engine.pending == ['0001-keys']
    }
    with(http.get('/readyz', null)) {
      status == 503
      json.components.schema == [status: 'down', error: 'migrations are pending']
    }
    http.get('/health', null).status == 503
    http.get('/livez', null).status == 200
  }

  def "a service without any key says so instead of refusing the one that comes"() {
    given:
    http = new HttpFixture(TestDatabase.fresh(), directory, [:], null)

    expect:
    with(http.get('/v1/admin/journeys', 'sk_any')) {
      status == 503
      json.error.startsWith('there is no API key yet')
    }

    when:
    def key = HttpFixture.await(http.keys.bootstrap()).get()

    then:
    http.get('/v1/admin/journeys', 'sk_any').status == 401
    http.get('/v1/admin/journeys', key).status == 403
    http.post('/v1/events', [name: 'visit', userId: 'u'], key).status == 202
  }
}
