package dev.sojourn.hatchet.conformance

import static java.time.Duration.ofSeconds

import com.google.protobuf.Timestamp
import dev.sojourn.hatchet.fake.Json
import dev.sojourn.hatchet.fake.WireClient
import dev.sojourn.hatchet.fake.WireWorker
import dev.sojourn.hatchet.wire.BulkPushEventRequest
import dev.sojourn.hatchet.wire.BulkTriggerIdempotencyCollisionError
import dev.sojourn.hatchet.wire.BulkTriggerWorkflowRequest
import dev.sojourn.hatchet.wire.GetVersionRequest
import dev.sojourn.hatchet.wire.HeartbeatRequest
import dev.sojourn.hatchet.wire.IdempotencyCollisionError
import dev.sojourn.hatchet.wire.IdempotencyConfig
import dev.sojourn.hatchet.wire.IdempotencyMethod
import dev.sojourn.hatchet.wire.PushEventRequest
import dev.sojourn.hatchet.wire.ScheduleWorkflowRequest
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest
import io.grpc.Status
import io.grpc.StatusRuntimeException
import io.grpc.protobuf.StatusProto
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.util.concurrent.PollingConditions

/** Runs, events, workers and the REST paths on the wire. */
abstract class RunWireContractSpec extends WireConformance {
  private final HttpClient http = HttpClient.newHttpClient()

  def "the engine tells its version"() {
    expect:
    client.dispatcher.getVersion(GetVersionRequest.defaultInstance).version ==~ /v?\d+\.\d+\.\d+.*/
  }

  def "a token that is none is refused"() {
    given:
    def stranger = new WireClient(engine.hostPort, 'e30.e30.e30')

    when:
    stranger.dispatcher.getVersion(GetVersionRequest.defaultInstance)
    stranger.trigger('nothing')

    then:
    def refused = thrown(StatusRuntimeException)
    refused.status.code == Status.Code.UNAUTHENTICATED

    cleanup:
    stranger?.close()
  }

  def "a task gets its input and metadata, and its result is kept"() {
    given:
    def flow = engine.unique('plain')
    def worker = serving(flow, durable: false)
    def run = client.trigger(flow, [name: 'Ada'], [journey: 'welcome'])

    when:
    def task = worker.action()
    worker.started(task)
    worker.complete(task, '{"done":true}')

    then:
    task.actionId == "$flow:step"
    task.workflowRunId == run
    Json.MAPPER.readTree(task.actionPayload).get('input') == Json.MAPPER.readTree('{"name":"Ada"}')
    Json.MAPPER.readTree(task.additionalMetadata).get('journey').asText() == 'welcome'
    becomes(run, 'COMPLETED')
    details(run).done
    details(run).input.toStringUtf8().contains('Ada')
  }

  def "a failure is tried again at once as often as allowed, and a final one never"() {
    given:
    def flow = engine.unique('fails')
    def worker = serving(flow, durable: false, retries: 1)
    def run = client.trigger(flow)

    when:
    def first = worker.action()
    worker.fail(first, 'one')
    def second = worker.action()
    worker.fail(second, 'two')

    then:
    [first, second]*.retryCount == [0, 1]
    becomes(run, 'FAILED')
    details(run).getTaskRunsOrThrow('step').error.contains('two')

    when:
    def other = client.trigger(flow)
    worker.fail(worker.action(), 'for good', true)

    then:
    becomes(other, 'FAILED')
    worker.isGivenNothing()
  }

  def "a report on an attempt that is no more changes nothing"() {
    given:
    def (worker, first, run) = begun('late', durable: false, retries: 1)
    worker.fail(first, 'one')
    def second = worker.action()

    when:
    worker.complete(first, '{"from":"the old one"}')
    worker.complete(second, '{"from":"the new one"}')

    then:
    becomes(run, 'COMPLETED')
    details(run).getTaskRunsOrThrow('step').output.toStringUtf8().contains('the new one')
  }

  def "a result with the null character is a failure"() {
    given:
    def flow = engine.unique('null')
    def worker = serving(flow, durable: false)
    def run = client.trigger(flow)

    when:
    worker.complete(worker.action(), '{"a":"\\u0000"}')

    then:
    becomes(run, 'FAILED')
  }

  def "an event starts what it triggers, with its payload as input and its id in the metadata"() {
    given:
    def flow = engine.unique('on')
    def worker = serving(flow, triggers: ["$flow.*"])
    def id = client.push("${flow}.created", [n: 1], 'some-scope')

    when:
    def task = worker.action()
    def metadata = Json.MAPPER.readTree(task.additionalMetadata)

    then:
    Json.MAPPER.readTree(task.actionPayload).get('input') == Json.MAPPER.readTree('{"n":1}')
    task.triggeringEventExternalId == id
    task.triggeringEventKey == "${flow}.created"
    metadata.get('hatchet__event_id').asText() == id
    metadata.get('hatchet__event_key').asText() == "${flow}.created"
  }

  def "a workflow without its trigger is started no more"() {
    given:
    def flow = engine.unique('off')
    def worker = serving(flow, triggers: ["$flow-on"])
    client.push("$flow-on")
    worker.action()

    when:
    WireWorker.define(client, flow)
    client.push("$flow-on")

    then:
    worker.isGivenNothing(1500)
  }

  def "events pushed together are answered in order, and all or none are taken"() {
    given:
    def event = { String key, String payload ->
      PushEventRequest.newBuilder().setKey(key).setPayload(payload).build()
    }
    def key = engine.unique('bulk')

    when:
    def pushed = client.events.bulkPush(
      BulkPushEventRequest.newBuilder().addEvents(event("$key-a", '{"n":1}')).addEvents(event("$key-b", '{"n":2}')).build())

    then:
    pushed.eventsList*.key == ["$key-a".toString(), "$key-b".toString()]
    pushed.eventsList*.eventId.unique().size() == 2

    when:
    client.events.bulkPush(
      BulkPushEventRequest.newBuilder().addEvents(event("$key-a", '{}')).addEvents(event("$key-b", 'no json')).build())

    then:
    def refused = thrown(StatusRuntimeException)
    refused.status.code == Status.Code.INVALID_ARGUMENT
  }

  def "a second run with the same idempotency key is refused, naming the first"() {
    given:
    def flow = engine.unique('once')
    def worker = serving(flow, idempotency: IdempotencyConfig.newBuilder()
      .setExpression("'$flow:' + input.id").setTtlMs(60_000))
    def run = client.trigger(flow, [id: 'x'])
    worker.action()

    when:
    client.trigger(flow, [id: 'x'])

    then:
    def refused = thrown(StatusRuntimeException)
    refused.status.code == Status.Code.ALREADY_EXISTS
    StatusProto.fromThrowable(refused).detailsList
      .find { it.is(IdempotencyCollisionError) }
      .unpack(IdempotencyCollisionError).existingRunExternalId == run

    when:
    def asked = ['x', 'y'].collect {
      TriggerWorkflowRequest.newBuilder().setName(flow).setInput(Json.MAPPER.writeValueAsString([id: it])).build()
    }
    client.workflows.bulkTriggerWorkflow(BulkTriggerWorkflowRequest.newBuilder().addAllWorkflows(asked).build())

    then: 'the others of a bulk are started'
    def collided = thrown(StatusRuntimeException)
    def detail = StatusProto.fromThrowable(collided).detailsList
      .find { it.is(BulkTriggerIdempotencyCollisionError) }
      .unpack(BulkTriggerIdempotencyCollisionError)
    detail.collisionsList*.existingRunExternalId == [run]
    detail.successfulWorkflowRunExternalIdsList == [worker.action().taskRunExternalId]
  }

  def "a key that is held until the end is free after it"() {
    given:
    def flow = engine.unique('status')
    def worker = serving(flow, idempotency: IdempotencyConfig.newBuilder()
      .setExpression("'$flow'").setTtlMs(600_000).setMethod(IdempotencyMethod.STATUS))
    def first = client.trigger(flow)
    def task = worker.action()

    when:
    client.trigger(flow)

    then:
    thrown(StatusRuntimeException)

    when:
    worker.complete(task)
    becomes(first, 'COMPLETED')

    then:
    new PollingConditions(timeout: 10, delay: 0.2).eventually { assert client.trigger(flow) != first }
  }

  def "an idempotency expression without a value drops the run in silence"() {
    given:
    def flow = engine.unique('dropped')
    def worker = serving(flow, idempotency: IdempotencyConfig.newBuilder()
      .setExpression('input.nothing.there').setTtlMs(60_000))

    when:
    client.trigger(flow, [id: 'x'])

    then:
    worker.isGivenNothing(1500)
  }

  def "who subscribes to a run hears of its end, early or late"() {
    given:
    def flow = engine.unique('heard')
    def worker = serving(flow, durable: false)
    def good = client.trigger(flow)
    def goodTask = worker.action()
    def early = client.subscribe(good)

    when:
    worker.complete(goodTask, '{"n":1}')
    def heard = early.poll(20, TimeUnit.SECONDS)
    def bad = client.trigger(flow)
    worker.fail(worker.action(), 'no luck', true)
    becomes(bad, 'FAILED')
    def late = client.subscribe(bad).poll(20, TimeUnit.SECONDS)

    then:
    heard.workflowRunId == good
    heard.resultsList*.taskName == ['step']
    Json.MAPPER.readTree(heard.getResults(0).output).get('n').asInt() == 1
    late.getResults(0).error.contains('no luck')
  }

  def "a run of a workflow that is not there gets an id and never is"() {
    given:
    def id = client.trigger(engine.unique('nowhere'))

    when:
    details(id)

    then:
    def refused = thrown(StatusRuntimeException)
    refused.status.code == Status.Code.NOT_FOUND
  }

  def "a scheduled run starts at its time"() {
    given:
    def flow = engine.unique('sched')
    def worker = serving(flow)
    def at = engine.now().plusSeconds(3)

    when:
    def answer = client.workflows.scheduleWorkflow(ScheduleWorkflowRequest.newBuilder()
      .setName(flow).setInput('{"n":1}')
      .addSchedules(Timestamp.newBuilder().setSeconds(at.epochSecond))
      .build())
    engine.skip(ofSeconds(4))

    then:
    answer.scheduledWorkflowsCount == 1
    Json.MAPPER.readTree(worker.action().actionPayload).at('/input/n').asInt() == 1
  }

  def "a heartbeat needs a known worker, and one that listens again may beat again"() {
    given:
    def worker = serving(engine.unique('beats'))
    worker.stopBeating()

    when:
    client.dispatcher.heartbeat(HeartbeatRequest.newBuilder()
      .setWorkerId(UUID.randomUUID().toString())
      .setHeartbeatAt(Timestamp.newBuilder().setSeconds(Instant.now().epochSecond))
      .build())

    then:
    def unknown = thrown(StatusRuntimeException)
    unknown.status.code == Status.Code.NOT_FOUND

    when:
    worker.stopListening()
    worker.listen()

    then:
    new PollingConditions(timeout: 10, delay: 0.1).eventually {
      assert answerToHeartbeat(worker) == Status.Code.OK
    }
  }

  private static Status.Code answerToHeartbeat(WireWorker worker) {
    try {
      worker.beat()
      return Status.Code.OK
    } catch (StatusRuntimeException refused) {
      return refused.status.code
    }
  }

  private HttpResponse<String> rest(String method, String path, String body = '') {
    def request = HttpRequest.newBuilder(URI.create(engine.serverUrl + path))
      .header('Authorization', "Bearer $engine.token")
      .header('Content-Type', 'application/json')
      .method(method, body ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
      .build()
    http.send(request, HttpResponse.BodyHandlers.ofString())
  }

  private String getTenant() {
    def claims = new String(Base64.urlDecoder.decode(engine.token.split('\\.')[1]))
    "/api/v1/tenants/${Json.MAPPER.readTree(claims).get('sub').asText()}"
  }

  private String getStable() {
    tenant.replace('/v1/', '/v1/stable/')
  }

  def "a cron is created once, found by name, disabled and deleted"() {
    given:
    def flow = engine.unique('cron')
    serving(flow)
    def body = '{"input":{"n":1},"additionalMetadata":{},"cronName":"daily","cronExpression":"0 9 * * *"}'

    when:
    def created = rest('POST', "$tenant/workflows/$flow/crons", body)
    def again = rest('POST', "$tenant/workflows/$flow/crons", body)
    def listed = rest('GET', "$tenant/workflows/crons?workflowName=$flow&cronName=daily")
    def id = Json.MAPPER.readTree(created.body()).at('/metadata/id').asText()

    then:
    created.statusCode() == 200
    again.statusCode() == 400
    again.body().contains('already exists')
    Json.MAPPER.readTree(listed.body()).get('rows').size() == 1
    Json.MAPPER.readTree(listed.body()).at('/rows/0/cron').asText() == '0 9 * * *'
    rest('PATCH', "$tenant/workflows/crons/$id", '{"enabled":false}').statusCode() == 204
    !Json.MAPPER.readTree(rest('GET', "$tenant/workflows/crons/$id").body()).get('enabled').asBoolean()
    rest('DELETE', "$tenant/workflows/crons/$id").statusCode() == 204
    rest('GET', "$tenant/workflows/crons/$id").statusCode() >= 400
  }

  def "a cron that cannot be read is taken all the same"() {
    given:
    def flow = engine.unique('badcron')
    serving(flow)

    expect:
    rest('POST', "$tenant/workflows/$flow/crons",
      '{"input":{},"additionalMetadata":{},"cronName":"x","cronExpression":"every day"}').statusCode() == 200
  }

  def "runs are listed by metadata, an evicted one as running and evicted, with its log"() {
    given:
    def flow = engine.unique('listed')
    def worker = serving(flow)
    def run = client.trigger(flow, [:], [key: flow])
    client.trigger(flow, [:], [key: 'another'])
    def task = [worker.action(), worker.action()].find { it.taskRunExternalId == run }
    worker.waitFor(task, WireWorker.eventCondition("$flow-go"))
    worker.evict(task)
    def since = Instant.now().minusSeconds(600)

    expect:
    new PollingConditions(timeout: 20, delay: 0.2).eventually {
      def listed = rest('GET', "$stable/workflow-runs?since=$since&only_tasks=true&additional_metadata=key:$flow")
      def rows = Json.MAPPER.readTree(listed.body()).get('rows')
      assert rows*.get('taskExternalId')*.asText() == [run]
      assert rows[0].get('status').asText() == 'RUNNING'
      assert rows[0].get('isEvicted').asBoolean()
    }
    def log = Json.MAPPER.readTree(rest('GET', "$stable/durable-tasks/$run").body())
    log.size() == 1
    log[0].get('kind').asText() == 'WAIT_FOR'
    log[0].get('nodeId').asInt() == 1
    !log[0].get('isSatisfied').asBoolean()
  }

  def "a paused worker is given nothing until it is on again"() {
    given:
    def flow = engine.unique('paused')
    def worker = serving(flow)
    def paused = rest('PATCH', "/api/v1/workers/$worker.id", '{"isPaused":true}')
    engine.skip(ofSeconds(2))

    when:
    client.trigger(flow)

    then:
    paused.statusCode() == 200
    worker.isGivenNothing(2000)

    when:
    rest('PATCH', "/api/v1/workers/$worker.id", '{"isPaused":false}')

    then:
    worker.action()
  }

  def "the API says that it is ready"() {
    expect:
    rest('GET', '/api/ready').statusCode() == 200
  }
}
