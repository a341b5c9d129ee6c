package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.config.AppConfig
import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.SchemaBehind
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.email.MailServiceFixture
import io.vertx.core.Vertx
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Several of a kind on one database, each the whole service inside this JVM, and a provider that counts what it is asked. */
class ReplicasSpec extends Specification {
  @TempDir
  Path directory

  @AutoCleanup
  def vertx = Vertx.vertx()

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  @AutoCleanup
  Sight sight = new Sight(database.connect())

  @AutoCleanup
  MailServiceFixture postmark = new MailServiceFixture(vertx, { """{"ErrorCode":0,"MessageID":"pm-$it"}""" })

  List<RunningApp> running = []

  def setup() {
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    ['first', 'second'].each { bundle.template(it) }
    bundle.journey('greets', 'spec.came', "sendEmail 'first'")
    bundle.journey('rests', 'spec.stayed', "sendEmail 'first'\nsleepFor 2.seconds\nsendEmail 'second'")
  }

  def cleanup() {
    running*.close()
  }

  def "three workers make of a thousand events a thousand enrolments and a thousand mails"() {
    given:
    deploy()
    def api = start(Mode.API)
    def workers = (1..3).collect { start(Mode.WORKER) }

    when:
    (1..1_000).collate(500).each { part -> api.send('/v1/events/batch', [events: part.collect { somebody('spec.came', it) }]) }

    then:
    until(60) { sight.number("select count(*) from enrolments where status = 'completed'") == 1_000 }
    sight.number('select count(distinct contact_id) from enrolments') == 1_000
    sight.number("select count(*) from sends where status = 'sent'") == 1_000
    sight.number('select count(*) from sends') == 1_000
    [asked(), told()] == [1_000, 1_000]

    and: 'what the workers counted is all of it'
    workers.sum { sent(it) } == 1_000
  }

  def "a worker that is told to end in the middle of mails and sleeps leaves what is left to the next one"() {
    given: 'five mails of twenty under way, which are not answered'
    deploy()
    def api = start(Mode.API)
    def ending = start(Mode.WORKER)
    def held = new CopyOnWriteArrayList()
    5.times { postmark.does { held << it } }
    (1..20).each { api.post(somebody('spec.stayed', it)) }
    until(20) { held.size() == 5 && sight.number("select count(*) from runs where segment >= 2") }

    when:
    running.remove(ending)
    def ended = CompletableFuture.runAsync { ending.close() }
    held.eachWithIndex { response, n -> response.end("""{"ErrorCode":0,"MessageID":"held-$n"}""") }
    ended.get(30, TimeUnit.SECONDS)
    def left = sight.number('select count(*) from runs')
    start(Mode.WORKER)

    then:
    left > 0
    until(30) { sight.number("select count(*) from enrolments where status = 'completed'") == 20 }
    [asked(), told()] == [40, 40]
  }

  def "on a schema that is behind an api does not start unless it is told to, and a worker waits"() {
    given:
    sight.run("create table kept as select * from databasechangelog_engine where id = '0001-keys'")
    sight.run("delete from databasechangelog_engine where id = '0001-keys'")

    when:
    start(Mode.API)

    then:
    def refused = thrown(ExecutionException)
    refused.cause instanceof SchemaBehind
    refused.cause.pending() == ['0001-keys']

    when:
    def waiting = CompletableFuture.supplyAsync { start(Mode.WORKER) }
    def told = start(Mode.API, [SKIP_SCHEMA_CHECK: 'true'])

    then:
    told.status('/v1/health') == 503
    !waiting.done

    when: 'the change is made'
    sight.run('insert into databasechangelog_engine select * from kept')

    then:
    waiting.get(30, TimeUnit.SECONDS).status('/readyz') == 200
    told.get('/v1/health').status == 'healthy'
  }

  private RunningApp start(Mode mode, Map<String, String> more = [:]) {
    def app = new RunningApp(directory.resolve('bundle'), directory.resolve('home'), database.url, settings + more, mode)
    running << app.start()
    app
  }

  /** How often the provider was asked to send something. */
  private int asked() {
    postmark.requests.size()
  }

  /** How many mails to whom that were. */
  private int told() {
    postmark.requests.collect { [it.body.To, it.body.Subject] }.toSet().size()
  }

  private static Map somebody(String event, int number) {
    [name: event, userId: "u$number".toString(), email: "u$number@example.com".toString()]
  }

  /** Publishes the bundle; neither an api nor a worker does. */
  private void deploy() {
    def config = AppConfig.from(Mode.MIGRATE, settings + [DATABASE_URL: database.url, SOJOURN_BUNDLE: directory.resolve('bundle').toString()])
    assert new Deploy(vertx, config, new PrintWriter(System.out)).run().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS) == 0
  }

  private Map<String, String> getSettings() {
    [EMAIL_PROVIDER: 'postmark', EMAIL_FROM: 'hello@example.com', POSTMARK_SERVER_TOKEN: 'token', POSTMARK_API_URL: postmark.url]
  }

  private static long sent(RunningApp worker) {
    worker.text('/metrics').readLines().findAll { it.startsWith('emails_total') && it.contains('status="sent"') }
        .sum(0) { it.tokenize(' ')[1] as double } as long
  }
}
