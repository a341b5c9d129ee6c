package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.hatchet.HatchetClient
import dev.sojourn.hatchet.HatchetConfig
import dev.sojourn.hatchet.Json
import dev.sojourn.hatchet.NewEvent
import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.hatchet.fake.RunState
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.engine.EngineDisagrees
import java.nio.file.Path
import java.util.concurrent.ExecutionException
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The whole service on Hatchet. */
class HatchetLiveSpec extends Specification {
  @TempDir
  @Shared
  Path directory

  @Shared
  BundleDirectory bundle

  @Shared
  @AutoCleanup
  TestDatabase database

  @Shared
  @AutoCleanup
  FakeHatchet hatchet

  @Shared
  @AutoCleanup
  RunningApp app

  @Shared
  int people = 0

  /** Whose enrolments wait in Hatchet by the time that a feature looks. */
  @Shared
  String patient

  @Shared
  String left

  def setupSpec() {
    bundle = new BundleDirectory(directory.resolve('bundle'))
    ['good', 'late', 'paid'].each { bundle.template(it) }
    bundle.journey('good', 'good.began', "sendEmail 'good'")
    bundle.journey('pays', 'pays.began', "waitForEvent 'pays.paid', timeout: 3.days\n    sendEmail 'paid'")
    bundle.journey('gone', 'gone.began', "waitForEvent 'gone.on', timeout: 3.days\n    sendEmail 'late'")
    database = TestDatabase.fresh()
    hatchet = FakeHatchet.open()
    app = service().start()
    patient = post('pays.began')
    left = post('gone.began')
  }

  def "a journey runs to its mail, and its run in Hatchet ends"() {
    when:
    def somebody = post('good.began')

    then:
    mailed(somebody) == ['good']
    until(10) { hatchet.runs().findAll { it.workflow() == 'journey-good' }*.state() == [RunState.COMPLETED] }
    hatchet.runs().find { it.workflow() == 'journey-good' }.log().empty
  }

  def "an enrolment that is cancelled by hand is cancelled in Hatchet"() {
    given:
    def somebody = post('pays.began')
    def state = until(20) { app.states('pays', somebody).find { it.hatchetRunId } }

    when:
    app.cancel('pays', state.id)

    then:
    hatchet.awaitRun(state.hatchetRunId, RunState.CANCELLED)
  }

  def "an enrolment whose run is cancelled in Hatchet exits"() {
    given:
    def somebody = post('pays.began')
    def state = until(20) { app.states('pays', somebody).find { it.hatchetRunId } }

    when:
    client { it.runs().cancel([state.hatchetRunId]) }

    then:
    until(20) { app.states('pays', somebody)[0].status == 'exited' }
    app.states('pays', somebody)[0].reason == 'cancelled in Hatchet'
  }

  def "an event that others push into Hatchet enrols, once however often it is delivered"() {
    given:
    def payload = new Json('{"userId":"pushed","userEmail":"pushed@example.com","properties":{"plan":"pro"}}')

    when:
    client { it.events().push(NewEvent.of('good.began', payload)) }

    then:
    mailed('pushed') == ['good']
    def run = until(10) { hatchet.runs().find { it.output()?.contains('"status":"taken"') } }
    run.output().contains('"journeys":["good"]')
    app.states('good', 'pushed').size() == 1
  }

  def "a journey that is dropped in is registered and enrols within ten seconds, and its event alone starts it"() {
    when:
    bundle.journey('late', 'late.began', "sendEmail 'late'")
    until(10) { hatchet.workers().any { it.actions().contains('journey-late:journey-late') && it.isListening() } }

    then:
    mailed(post('late.began')) == ['late']
  }

  def "while Hatchet is away every event is taken, and every journey runs when it is back"() {
    when:
    hatchet.stop()
    def all = (1..30).collect { post('good.began') }

    then:
    all.every { Mails.subjects(home, "$it@example.com") == [] }
    until(20) { app.get('/v1/health').components.engine.with { it.status == 'down' && it.error } }

    when:
    hatchet.start()

    then:
    all.every { mailed(it) == ['good'] }
  }

  def "health says what it stands on"() {
    expect:
    until(20) { app.get('/v1/health').components.engine.status == 'up' }
    with(app.get('/v1/health')) {
      engine == 'hatchet'
      components.engine.registeredTasks >= 2
      components.engine.outboxLagSeconds == 0
    }
    app.text('/metrics').contains('hatchet_invocations_total')
  }

  def "an enrolment that waits shows its run in Hatchet, is woken there by an event, and goes on"() {
    given:
    def state = app.states('pays', patient)[0]
    hatchet.awaitRun(state.hatchetRunId, RunState.EVICTED)

    when:
    app.post([name: 'pays.paid', userId: patient])

    then:
    mailed(patient) == ['paid']
    hatchet.awaitRun(state.hatchetRunId, RunState.COMPLETED)
  }

  def "a removed journey is started by nothing any more, and leaves no run in a queue"() {
    given:
    hatchet.awaitRun(app.states('gone', left)[0].hatchetRunId, RunState.EVICTED)

    when:
    bundle.delete('journeys/gone.groovy')
    until(10) { app.file('journeys/gone.groovy').status == 'removed' }
    until(10) { startsNothing('gone.began') }
    app.post([name: 'gone.on', userId: left])

    then:
    mailed(left) == ['late']
    hatchet.queued() == 0
  }

  def "a process that is set to another engine does not start"() {
    when:
    service([ENGINE: 'local']).start()

    then:
    def refusal = thrown(ExecutionException)
    refusal.cause instanceof EngineDisagrees
    refusal.cause.message.readLines().size() == 1
    refusal.cause.message.contains("run on the engine 'hatchet', and this process is set to 'local'")
  }

  def "a process that ends leaves what waits to the next, and events meanwhile are not lost"() {
    given:
    def somebody = post('pays.began')
    until(20) { app.states('pays', somebody).find { it.hatchetRunId } }

    when:
    app.close()
    app = service([HATCHET_PUSH_EVENTS: 'true']).start()
    app.post([name: 'pays.paid', userId: somebody])

    then:
    mailed(somebody) == ['paid']
  }

  def "where events are passed on, others have each once, and what came from them is not told again"() {
    given:
    def mark = '"sojourn":"event"'
    app.post([name: 'pays.liked', userId: 'fan', email: 'fan@example.com', eventProperties: [stars: 5, deep: [a: 1]]])

    when:
    client { it.events().push(NewEvent.of('good.began', new Json('{"userId":"fan"}'))) }
    mailed('fan')
    app.post([name: 'pays.left', userId: 'fan'])

    then:
    until(10) { hatchet.events().any { it.key() == 'pays.left' } }
    hatchet.events().findAll { it.key() in ['pays.liked', 'pays.left'] }*.metadata() == ["{$mark}", "{$mark}"]*.toString()
    !hatchet.events().any { it.key() == 'good.began' && it.metadata().contains(mark) }
    hatchet.events().find { it.key() == 'pays.liked' }.payload().replaceAll(/"[0-9a-f-]{36}"/, '"…"') ==
        '{"userId":"fan","userEmail":"fan@example.com","contactId":"…","properties":{"stars":5},"groups":{},"eventId":"…"}'
  }

  private RunningApp service(Map<String, String> more = [:]) {
    new RunningApp(bundle.path, home, database.url, hatchet.environment() + [SCRIPTS_POLL_INTERVAL: '100ms'] + more)
  }

  private Path getHome() {
    directory.resolve('home')
  }

  private String post(String event) {
    def id = "p${people++}".toString()
    app.post([name: event, userId: id, email: "$id@example.com".toString()])
    id
  }

  private List<String> mailed(String id) {
    until(20) { Mails.subjects(home, "$id@example.com") }
  }

  private <T> T client(Closure<java.util.concurrent.CompletionStage<T>> work) {
    HatchetClient.open(HatchetConfig.from(hatchet.environment())).withCloseable {
      work(it).toCompletableFuture().get()
    }
  }

  /** Whether an event that others push starts no run. */
  private boolean startsNothing(String event) {
    def before = hatchet.runs().size()
    client { it.events().push(NewEvent.of(event, Json.EMPTY)) }
    hatchet.settle()
    hatchet.runs().size() == before
  }
}
