package dev.sojourn.hatchet

import dev.sojourn.hatchet.HatchetException.Kind
import dev.sojourn.hatchet.fake.FakeHatchet
import io.grpc.Status
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CompletionException
import java.util.concurrent.CompletionStage
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification

/** What a program asks of an engine without being a worker. */
class ClientSpec extends Specification {

  @AutoCleanup
  FakeHatchet engine = FakeHatchet.open()

  @AutoCleanup
  HatchetClient client = got(HatchetClient.connect(HatchetConfig.from(engine.environment())))

  static final TASK = TaskOptions.forOrdinary()

  def "a definition that is put again is the same version, a changed one is another"() {
    given:
    def definition = WorkflowDefinition.of('greet', TASK).onEvents(['user.created'])

    when:
    def first = put(definition)
    def again = put(definition)
    def changed = put(definition.withoutTriggers())

    then:
    again == first
    changed.workflowId() == first.workflowId()
    changed.id() != first.id()
  }

  def "events carry what they were given, one by one and many at once"() {
    when:
    def one = got(client.events().push(
        NewEvent.of('order.paid', Json.of([n: 1])).inScope('u7').withMetadata([by: 'spec']).withPriority(Priority.HIGH)))
    def many = got(client.events().pushAll((2..1_501).collect { NewEvent.of('order.paid', Json.of([n: it])) }))

    then:
    many.size() == 1_500
    ([one] + many).toSet().size() == 1_501
    engine.calls('EventsService/BulkPush') == 2
    engine.events()*.id() == [one] + many
  }

  def "a push whose answer was lost is not repeated, a start with an idempotency key is"() {
    given:
    put(WorkflowDefinition.of('once', TASK).withIdempotency(new Idempotency('input.id', Duration.ofHours(1), false)))

    when:
    engine.faults().loseNextAnswer('EventsService/Push', Status.UNAVAILABLE)
    got(client.events().push(NewEvent.of('order.paid', Json.EMPTY)))

    then:
    def e = thrown(CompletionException)
    (e.cause as HatchetException).kind() == Kind.UNANSWERED
    engine.events().size() == 1

    when:
    engine.faults().loseNextAnswer('WorkflowService/TriggerWorkflow', Status.UNAVAILABLE)
    got(client.runs().start(NewRun.of('once', Json.of([id: 'a'])).idempotently()))

    then:
    def duplicate = thrown(CompletionException)
    (duplicate.cause as DuplicateRunException).existing() == engine.runs()*.id()
  }

  def "a call that a limit turned away is made again"() {
    when:
    engine.faults().failNext('EventsService/Push', Status.RESOURCE_EXHAUSTED, 2)
    got(client.events().push(NewEvent.of('order.paid', Json.EMPTY)))

    then:
    engine.events().size() == 1
  }

  def "a registration that failed beside another of the same name is made again"() {
    given:
    engine.faults().failNext('WorkflowService/PutWorkflow', Status.INTERNAL, 2)

    expect:
    put(WorkflowDefinition.of('greet', TASK))
  }

  def "runs are started together, found by their metadata, and cancelled"() {
    given:
    put(WorkflowDefinition.of('greet', TASK))
    def since = Instant.now().minusSeconds(60)

    when:
    def ids = got(client.runs().startAll((1..3).collect { NewRun.of('greet', Json.of([n: it])).withMetadata([order: "o$it".toString()]) }))

    then:
    got(client.runs().list(RunQuery.since(since).carrying([order: 'o2']), 10))*.runId() == [ids[1]]

    when:
    got(client.runs().cancel(ids))

    then:
    got(client.runs().result(ids[0])).error() != null
    got(client.runs().details(ids[0])).state() == RunState.CANCELLED
    got(client.runs().list(RunQuery.since(since).in(RunState.CANCELLED), 10)).size() == 3
    got(client.runs().list(RunQuery.since(since), 2))*.runId() == [ids[2], ids[1]]
    got(client.runs().list(RunQuery.since(since), 2, 2))*.runId() == [ids[0]]
  }

  def "a run of a workflow that nobody defined is taken, as engines do, and is nowhere"() {
    given:
    def id = got(client.runs().start(NewRun.of('nobody', Json.EMPTY)))

    when:
    got(client.runs().details(id))

    then:
    def e = thrown(CompletionException)
    (e.cause as HatchetException).kind() == Kind.NOT_FOUND
  }

  def "a cron of one name is one cron, however often it is put"() {
    given:
    put(WorkflowDefinition.of('greet', TASK))
    def cron = new NewCron('greet', 'daily', '0 9 * * *', Json.of([to: 'all']), [:])
    def later = new NewCron('greet', 'daily', '0 10 * * *', Json.of([to: 'all']), [:])

    when:
    def first = got(client.crons().put(cron))

    then:
    got(client.crons().put(cron)) == first
    first.expression() == '0 9 * * *'

    when:
    got(client.crons().put(later))

    then:
    crons()*.expression() == ['0 10 * * *']

    when:
    got(client.crons().disable(crons()[0].id()))

    then:
    !crons()[0].enabled()

    when:
    got(client.crons().put(later))

    then:
    crons()*.enabled() == [true]

    when:
    got(client.crons().delete(crons()[0].id()))

    then:
    crons() == []
  }

  def "a workflow is found, paused, resumed and taken away"() {
    given:
    def version = put(WorkflowDefinition.of('greet', TASK))

    expect:
    got(client.workflows().find('greet')) == Optional.of(version.workflowId())
    got(client.workflows().find('nobody')) == Optional.empty()

    when:
    got(client.workflows().pause(version.workflowId(), Duration.ofHours(1)))
    got(client.workflows().resume(version.workflowId()))
    got(client.workflows().delete(version.workflowId()))

    then:
    got(client.workflows().find('greet')) == Optional.empty()
  }

  def "a schedule can be taken back"() {
    given:
    put(WorkflowDefinition.of('greet', TASK))

    when:
    def ids = got(client.runs().schedule(NewRun.of('greet', Json.EMPTY), [Instant.now().plusSeconds(3_600)]))
    got(client.runs().unschedule(ids[0]))

    then:
    ids.size() == 1
  }

  def "names of a namespace are told apart from those of another"() {
    given:
    def (team, crew) = ['team', 'crew'].collect {
      got(HatchetClient.connect(HatchetConfig.from(engine.environment()).withNamespace(Namespace.of(it))))
    }

    when: 'three of one name hear of one event'
    [team, crew, client].each { got(it.workflows().put(WorkflowDefinition.of('greet', TASK).onEvents(['user.created']))) }
    got(team.workflows().put(WorkflowDefinition.of('own', TASK)))
    got(team.events().push(NewEvent.of('user.created', new Json('{"of":"team"}'))))
    got(client.events().push(NewEvent.of('user.created', new Json('{"of":"nobody"}'))))
    got(crew.events().push(NewEvent.of('user.created', new Json('{"of":"crew"}'))))

    then: 'each the one that is its own'
    engine.runs().collect { [it.workflow(), it.input()] } ==
        [['team_greet', '{"of":"team"}'], ['greet', '{"of":"nobody"}'], ['crew_greet', '{"of":"crew"}']]
    got(team.workflows().find('own')).present
    [crew, client].every { got(it.workflows().find('own')).empty }

    cleanup:
    team?.close()
    crew?.close()
  }

  def "a client that was opened without asking asks when told to"() {
    given:
    def lazy = HatchetClient.open(HatchetConfig.from(engine.environment()))

    expect:
    got(lazy.check()) == EngineVersion.MINIMUM

    when:
    engine.faults().rejectTokens(true)
    got(lazy.check())

    then:
    def e = thrown(CompletionException)
    (e.cause as HatchetException).kind() == Kind.TOKEN

    cleanup:
    lazy.close()
  }

  WorkflowVersion put(WorkflowDefinition definition) {
    got(client.workflows().put(definition))
  }

  List<Cron> crons() {
    got(client.crons().list('greet', 'daily'))
  }

  static <T> T got(CompletionStage<T> stage) {
    stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join()
  }
}
