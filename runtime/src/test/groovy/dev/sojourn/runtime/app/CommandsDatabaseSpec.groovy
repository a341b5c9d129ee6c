package dev.sojourn.runtime.app

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.http.HttpFixture
import java.nio.file.Files
import java.nio.file.Path
import picocli.CommandLine
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Commands that ask a running service or its database. */
class CommandsDatabaseSpec extends Specification {
  static final TRIAL = '''\
journey('trial') {
  trigger 'trial.started', where { plan == 'pro' }
  entryLimit once

  steps {
    checkpoint 'begun'
    waitForEvent 'feature.used', where: where { times >= 3 }, timeout: 7.days, label: 'use'
    checkpoint 'later'
  }
}
'''

  @Shared @TempDir Path directory
  @Shared @TempDir Path changed
  @Shared HttpFixture http

  @Shared PollingConditions soon = new PollingConditions(timeout: 20)
  StringWriter out = new StringWriter()
  StringWriter err = new StringWriter()

  def setupSpec() {
    http = new HttpFixture(TestDatabase.fresh(), directory, [trial: TRIAL]).working()
    enter('ada')
  }

  def cleanupSpec() {
    http?.close()
  }

  void enter(String user) {
    http.post('/v1/events', [name: 'trial.started', userId: user, email: user + '@example.com', eventProperties: [plan: 'pro']])
    soon.eventually {
      assert http.get("/v1/admin/journeys/trial/states?userId=$user").json.states*.status == ['waiting']
    }
  }

  List<String> runs() {
    http.test.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery('select r::text, xmin from runs r order by id')
      def found = []
      while (rows.next()) {
        found << rows.getString(1) + rows.getString(2)
      }
      found
    }
  }

  int check(String source, String... more) {
    Files.createDirectories(changed.resolve('journeys'))
    Files.writeString(changed.resolve('journeys/trial.groovy'), source)
    run(new CheckCommand(), [changed.toString(), '--against', http.test.url, *more])
  }

  int why(String... words) {
    run(new WhyCommand([SOJOURN_URL: http.uri('/').toString(), SOJOURN_ADMIN_KEY: HttpFixture.ADMIN]), words as List)
  }

  int run(Object command, List<String> words) {
    out.buffer.length = 0
    new CommandLine(command).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler { failure, line, parsed ->
          err.write(failure.message)
          1
        }
        .execute(words as String[])
  }

  def "live runs stay the same, go on otherwise or diverge, and are not touched"() {
    given:
    def before = runs()

    expect:
    check(TRIAL) == 0
    out.toString().contains("journey 'trial': 1 stay the same, 0 go on otherwise, 0 diverge, 0 fail")

    and: 'a step after the wait is gained'
    check(TRIAL.replace("checkpoint 'later'", "checkpoint 'new'")) == 0
    out.toString().contains("gains 1: next is checkpoint 'new', not checkpoint 'later'")

    and: 'a step before it diverges, with line, step and an example'
    check(TRIAL.replace("checkpoint 'begun'", "checkpoint 'begun'\n    checkpoint 'more'"), '--json') == 1
    def verdict = Json.read(out.toString()).verdicts[0]
    verdict.diverges == 1
    verdict.findings[0].kind == 'diverges'
    verdict.findings[0].message.startsWith("journeys/trial.groovy:7: journal has wait 'use' (feature.used) at step 2")
    verdict.findings[0].examples == http.get('/v1/admin/journeys/trial/states?userId=ada').json.states*.id

    and:
    runs() == before
  }

  def "a journey that the bundle does not have keeps its runs on their own script"() {
    given:
    Files.createDirectories(changed.resolve('journeys'))
    Files.deleteIfExists(changed.resolve('journeys/trial.groovy'))

    expect:
    run(new CheckCommand(), [changed.toString(), '--against', http.test.url]) == 0
    out.toString().contains('1 have no script here and keep their own')
  }

  def "why says what somebody waits for, until when and where, and what nearly was it"() {
    given:
    http.post('/v1/events', [name: 'feature.used', userId: 'ada', eventProperties: [times: 1]])

    when:
    def code = why('ada@example.com', '--json')

    then:
    code == 0
    with(Json.read(out.toString())) {
      userId == 'ada'
      lines*.what == ['entered', 'waits', 'near_miss']
      lines*.about.unique() == ['journey:trial']
      lines[0].detail == "by event 'trial.started'"
      lines[0].place == 'journeys/trial.groovy:2'
      lines[1].detail == "for event 'feature.used' where { times >= 3 }"
      lines[1].until > lines[1].at
      lines[1].place == 'journeys/trial.groovy:7'
      lines[2].compared.times == 1
      lines[2].place == 'journeys/trial.groovy:7'
    }

    and: 'people read the same'
    why('ada') == 0
    out.toString().startsWith('ada (ada@example.com)\n')
    out.toString().contains("waits      for event 'feature.used' where { times >= 3 } until ")
  }

  def "why says who did not get in, by which values, and who left"() {
    given:
    http.post('/v1/events', [name: 'trial.started', userId: 'bob', eventProperties: [plan: 'free']])
    enter('eve')
    def id = http.get('/v1/admin/journeys/trial/states?userId=eve').json.states[0].id
    http.send('DELETE', "/v1/admin/journeys/trial/states/$id", HttpFixture.ADMIN, null)

    expect:
    why('bob', '--journey', 'trial') == 0
    out.toString().contains('skipped')
    out.toString().contains('plan="free"')
    out.toString().contains('journeys/trial.groovy:2')

    and:
    why('eve') == 0
    out.toString().contains('left       exited')
    out.toString().contains('cancelled by')

    and: 'nothing about another journey'
    why('eve', '--journey', 'other') == 0
    out.toString().contains('nothing is known of it')
  }

  def "whom nobody knows, and a service that is not there, are told"() {
    expect:
    why('nobody') == 1
    err.toString().contains('answers 404')
    run(new WhyCommand([SOJOURN_URL: 'http://127.0.0.1:1', SOJOURN_ADMIN_KEY: 'sk_x']), ['ada']) == 1
    err.toString().contains("the service at 'http://127.0.0.1:1' does not answer")
    run(new WhyCommand([SOJOURN_HOME: changed.toString()]), ['ada']) == 1
    err.toString().contains('no service to ask')
  }

  def "the engine is told whatever the processes of this environment do with it"() {
    expect:
    run(new EngineCommand([DATABASE_URL: http.test.url, HATCHET_CLIENT_TOKEN: 'x.y.z', HATCHET_PUSH_EVENTS: 'true']), ['show']) == 0
    out.toString() ==~ /(local|none yet)\n/
  }

  def "all mails are held and released, which health tells too"() {
    expect:
    sends(HttpFixture.ADMIN, 'status') == 0
    out.toString() == 'mails go out\n'
    sends(HttpFixture.ADMIN, 'hold') == 0
    out.toString() ==~ /mails are held since \S+Z by 'legacy'\n/
    sends(HttpFixture.ADMIN, '--json', 'status') == 0
    Json.read(out.toString()).held
    soon.eventually {
      with(http.get('/v1/health', null).json) {
        status == 'healthy'
        components.sends.status == 'held'
        components.sends.since != null
      }
    }
    sends(HttpFixture.ADMIN, 'release') == 0
    out.toString() == 'mails go out\n'
  }

  def "who may only look holds nothing"() {
    given:
    def key = http.key(['read'])

    expect:
    sends(key, 'hold') == 1
    err.toString().contains('answers 403')
    http.get('/v1/admin/sends/hold', key).json == [held: false, since: null, by: null]
    http.post('/v1/admin/sends/release', null, key).status == 403
    sends(key) == 2
  }

  def "keys are made, listed and revoked from the command line"() {
    when:
    def made = keys('create', 'reports', '--scope', 'read,ingest', '--expires', '2999-01-01T00:00:00Z')
    def (id, text) = out.toString().trim().split(/ +/)

    then:
    made == 0
    http.get('/v1/admin/journeys', text).status == 200

    when:
    out.buffer.length = 0
    keys('list')

    then:
    out.toString().readLines().any { it.startsWith(id) && it.contains(text.take(8)) && it.endsWith('reports') }
    !out.toString().contains(text)

    when:
    out.buffer.length = 0
    def revoked = keys('revoke', id)

    then:
    revoked == 0
    out.toString() == 'revoked\n'
    http.get('/v1/admin/journeys', text).status == 401
    keys('revoke', id) == 1
    err.toString().contains('answers 404')
  }

  def "a key for browsers needs the origins that may use it"() {
    expect:
    keys('create', 'shop', '--scope', 'ingest-public') == 1
    err.toString().contains('allowedOrigins is missing')
    keys('create', 'shop', '--scope', 'ingest-public', '--origin', 'https://shop.example.com') == 0
    out.toString().contains('  pk_')
    keys('create', 'shop') == 2
    keys() == 2
  }

  int keys(String... words) {
    run(new KeysCommand([SOJOURN_URL: http.uri('/').toString(), SOJOURN_ADMIN_KEY: HttpFixture.ADMIN]), words as List)
  }

  int sends(String key, String... words) {
    run(new SendsCommand([SOJOURN_URL: http.uri('/').toString(), SOJOURN_ADMIN_KEY: key]), words as List)
  }
}
