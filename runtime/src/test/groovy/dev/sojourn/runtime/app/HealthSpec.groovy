package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What an api and a worker, each in a process of its own, say about themselves and each other. */
class HealthSpec extends Specification {
  @TempDir
  Path directory

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  @AutoCleanup
  RunningApp api

  RunningApp worker

  def setup() {
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.template('first')
    bundle.journey('short', 'spec.began', "sendEmail 'first'")
    bundle.journey('failing', 'spec.failed', "throw new IllegalStateException('meant')")
    app(Mode.ALL).withCloseable { it.start() }
    api = app(Mode.API).start()
  }

  def cleanup() {
    worker?.close()
  }

  def "a worker answers probes and scrapes on a port of its own, and nothing else"() {
    when:
    worker = app(Mode.WORKER).start()

    then:
    worker.get('/livez').status == 'up'
    worker.get('/readyz').status == 'ready'
    with(worker.get('/v1/health')) {
      status == 'healthy'
      components.worker.status == 'up'
      components.scripts.loaded == 3
    }
    worker.status('/metrics') == 200
    worker.status('/v1/admin/journeys') == 404
    worker.status('/studio/mailbox') == 404
  }

  def "an api tells whether a worker is there, and what was done lately"() {
    expect:
    with(api.get('/v1/health')) {
      status == 'healthy'
      components.worker == [status: 'down', lastSeenAt: null]
      activity == [windowHours: 24, journeys: [failed: 0, completed: 0], emails: [failed: 0, sent: 0]]
    }

    when:
    worker = app(Mode.WORKER).start()
    ['ada', 'bob'].each { api.post(name: 'spec.began', userId: it, email: "$it@example.com".toString()) }
    api.post(name: 'spec.failed', userId: 'ada')

    then:
    until(30) {
      api.get('/v1/health').activity == [windowHours: 24, journeys: [failed: 1, completed: 2], emails: [failed: 0, sent: 2]]
    }
    def seen = api.get('/v1/health').components.worker
    seen.status == 'up'
    seen.lastSeenAt

    when:
    worker.close()
    worker = null

    then: 'the api says when it was last there'
    until(30) { api.get('/v1/health').components.worker.with { it.status == 'down' && it.lastSeenAt } }
    api.get('/v1/health').status == 'healthy'
  }

  def "doubts about scripts are counted by the process that reads them"() {
    given:
    worker = app(Mode.ALL, [SCRIPTS_POLL_INTERVAL: '100ms']).start()

    when:
    new BundleDirectory(directory.resolve('bundle')).journey('doubtful', 'spec.doubted', "exit()\nlog 'never'")

    then:
    until(10) { worker.get('/v1/health').components.scripts.warnings == 1 }
  }

  def "what the settings hold back is said, and without Redis it is degraded and goes on"() {
    when:
    worker = app(Mode.ALL, [SENDS_HELD: 'true', SOJOURN_TEST_MODE: 'true', INGEST_SUSPENDED: 'true', REDIS_URL: 'redis://127.0.0.1:1']).start()

    then: 'the first question finds out that it is away'
    until(10) {
      worker.get('/v1/health').with { it.status == 'degraded' && it.components.redis.status == 'down' ? it : null }
    }
    worker.status('/v1/health') == 200
    worker.status('/readyz') == 200
    worker.get('/readyz').components.redis == [status: 'down', error: 'each process counts requests for itself']
    worker.get('/health') == [status: 'degraded']
    with(worker.get('/v1/health').components) {
      sends == [status: 'held', by: 'SENDS_HELD', testMode: true]
      ingest == [status: 'suspended']
      redis.error == 'each process counts requests for itself'
    }
    with(api.get('/v1/health').components) {
      sends == [status: 'up']
      !containsKey('ingest')
      !containsKey('redis')
    }
  }

  private RunningApp app(Mode mode, Map<String, String> more = [:]) {
    new RunningApp(directory.resolve('bundle'), directory.resolve('home'), database.url, more, mode)
  }
}
