package dev.sojourn.hatchet.fake

import com.google.protobuf.ByteString
import com.google.protobuf.Timestamp
import dev.sojourn.hatchet.wire.AssignedAction
import dev.sojourn.hatchet.wire.BaseMatchCondition
import dev.sojourn.hatchet.wire.CreateTaskOpts
import dev.sojourn.hatchet.wire.CreateWorkflowVersionRequest
import dev.sojourn.hatchet.wire.DurableEventListenerConditions
import dev.sojourn.hatchet.wire.DurableEventLogEntryRef
import dev.sojourn.hatchet.wire.DurableTaskCompleteMemo
import dev.sojourn.hatchet.wire.DurableTaskEvictRequest
import dev.sojourn.hatchet.wire.DurableTaskMemoRequest
import dev.sojourn.hatchet.wire.DurableTaskRequest
import dev.sojourn.hatchet.wire.DurableTaskResponse
import dev.sojourn.hatchet.wire.DurableTaskTriggerRunsRequest
import dev.sojourn.hatchet.wire.DurableTaskWaitForRequest
import dev.sojourn.hatchet.wire.DurableTaskWaitingEntry
import dev.sojourn.hatchet.wire.DurableTaskWorker
import dev.sojourn.hatchet.wire.DurableTaskWorkerStatus
import dev.sojourn.hatchet.wire.HeartbeatRequest
import dev.sojourn.hatchet.wire.SleepMatchCondition
import dev.sojourn.hatchet.wire.StepActionEvent
import dev.sojourn.hatchet.wire.StepActionEventType
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest
import dev.sojourn.hatchet.wire.UserEventMatchCondition
import dev.sojourn.hatchet.wire.WorkerListenRequest
import dev.sojourn.hatchet.wire.WorkerRegisterRequest
import io.grpc.Context
import io.grpc.stub.StreamObserver
import java.time.Instant
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit

/** A worker without a mind: it registers, listens and beats; what it is sent lies in queues until a feature answers. */
class WireWorker implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20

  final WireClient client
  final String id
  private final LinkedBlockingQueue<AssignedAction> actions = new LinkedBlockingQueue<>()
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor()
  private final List<Context.CancellableContext> streams = []
  private LinkedBlockingQueue<DurableTaskResponse> replies = new LinkedBlockingQueue<>()
  private StreamObserver<DurableTaskRequest> durable
  private Context.CancellableContext durableContext

  WireWorker(WireClient client, Collection<String> actions, int slots = 10) {
    this.client = client
    id = client.dispatcher.register(WorkerRegisterRequest.newBuilder()
      .setWorkerName('wire-worker')
      .addAllActions(actions)
      .putSlotConfig('default', slots)
      .putSlotConfig('durable', slots)
      .build()).workerId
    listen()
    openDurable()
    heart.scheduleAtFixedRate({ beatQuietly() }, 0, 4, TimeUnit.SECONDS)
  }

  /** A workflow of one task, and the worker that serves it. */
  static WireWorker serving(WireClient client, String workflow, Map options = [:]) {
    define(client, workflow, options)
    new WireWorker(client, ["$workflow:step".toString()], options.slots ?: 10)
  }

  static void define(WireClient client, String workflow, Map options = [:]) {
    def task = CreateTaskOpts.newBuilder()
      .setReadableId('step')
      .setAction("$workflow:step")
      .setTimeout(options.timeout ?: '1h')
      .setScheduleTimeout(options.scheduleTimeout ?: '10m')
      .setInputs('{}')
      .setRetries(options.retries ?: 0)
      .setIsDurable(options.durable != false)
      .putSlotRequests(options.durable != false ? 'durable' : 'default', 1)
    def definition = CreateWorkflowVersionRequest.newBuilder().setName(workflow).addTasks(task)
    definition.addAllEventTriggers((options.triggers ?: [])*.toString())
    if (options.concurrency) {
      definition.addConcurrencyArr(options.concurrency)
    }
    if (options.idempotency) {
      definition.setIdempotency(options.idempotency)
    }
    client.admin.putWorkflow(definition.build())
  }

  private <T> StreamObserver<T> into(Queue<T> queue) {
    [onNext: { T value -> queue.add(value) }, onError: { Throwable gone -> }, onCompleted: { }] as StreamObserver<T>
  }

  void listen() {
    def context = Context.current().withCancellation()
    streams.add(context)
    context.run {
      client.streams.listenV2(WorkerListenRequest.newBuilder().setWorkerId(id).build(), into(actions))
    }
  }

  void stopListening() {
    streams.each { it.cancel(null) }
    streams.clear()
  }

  /** A new durable stream, in place of the one that is open. */
  void openDurable() {
    durableContext?.cancel(null)
    replies = new LinkedBlockingQueue<>()
    durableContext = Context.current().withCancellation()
    durableContext.run { durable = client.durable.durableTask(into(replies)) }
    send { it.setRegisterWorker(DurableTaskWorker.newBuilder().setWorkerId(id)) }
    assert reply().hasRegisterWorker()
  }

  private void send(Closure message) {
    def request = DurableTaskRequest.newBuilder()
    message(request)
    durable.onNext(request.build())
  }

  void beat() {
    client.dispatcher.heartbeat(HeartbeatRequest.newBuilder()
      .setWorkerId(id)
      .setHeartbeatAt(Timestamp.newBuilder().setSeconds(Instant.now().epochSecond))
      .build())
  }

  private void beatQuietly() {
    try {
      beat()
    } catch (io.grpc.StatusRuntimeException refused) {
      // The feature that closed the stream asks for itself.
    }
  }

  void stopBeating() {
    heart.shutdownNow()
  }

  /** The next thing the worker is told to do. */
  AssignedAction action() {
    def action = actions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)
    assert action != null: 'no action came'
    action
  }

  /** The next message of the durable stream. */
  DurableTaskResponse reply() {
    def reply = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)
    assert reply != null: 'no reply came'
    reply
  }

  /** Whether the durable stream stays silent for that long. */
  boolean hearsNothing(int millis = 400) {
    replies.poll(millis, TimeUnit.MILLISECONDS) == null
  }

  boolean isGivenNothing(int millis = 400) {
    actions.poll(millis, TimeUnit.MILLISECONDS) == null
  }

  private void report(AssignedAction action, StepActionEventType type, String payload, Closure more = { }) {
    def event = StepActionEvent.newBuilder()
      .setWorkerId(id)
      .setJobId(action.jobId)
      .setJobRunId(action.jobRunId)
      .setTaskId(action.taskId)
      .setTaskRunExternalId(action.taskRunExternalId)
      .setActionId(action.actionId)
      .setEventTimestamp(Timestamp.newBuilder().setSeconds(Instant.now().epochSecond))
      .setEventType(type)
      .setEventPayload(payload)
      .setRetryCount(action.retryCount)
    more(event)
    client.dispatcher.sendStepActionEvent(event.build())
  }

  void started(AssignedAction action) {
    report(action, StepActionEventType.STEP_EVENT_TYPE_STARTED, '')
  }

  void complete(AssignedAction action, String output = '{}') {
    report(action, StepActionEventType.STEP_EVENT_TYPE_COMPLETED, output)
  }

  void fail(AssignedAction action, String message, boolean isFinal = false) {
    report(action, StepActionEventType.STEP_EVENT_TYPE_FAILED, message) {
      if (isFinal) {
        it.setShouldNotRetry(true)
      }
    }
  }

  /** The report that does nothing but make the engine read the task anew. */
  void refresh(AssignedAction action) {
    report(action, StepActionEventType.STEP_EVENT_TYPE_ACKNOWLEDGED, '') { it.clearRetryCount() }
  }

  DurableTaskResponse memo(AssignedAction action, String key, String payload = null) {
    def request = DurableTaskMemoRequest.newBuilder()
      .setDurableTaskExternalId(action.taskRunExternalId)
      .setInvocationCount(action.durableTaskInvocationCount)
      .setKey(ByteString.copyFromUtf8(key))
    if (payload != null) {
      request.setPayload(ByteString.copyFromUtf8(payload))
    }
    send { it.setMemo(request) }
    reply()
  }

  void completeMemo(DurableEventLogEntryRef ref, String key, String payload) {
    send {
      it.setCompleteMemo(DurableTaskCompleteMemo.newBuilder()
        .setRef(ref).setMemoKey(ByteString.copyFromUtf8(key)).setPayload(ByteString.copyFromUtf8(payload)))
    }
  }

  static BaseMatchCondition base(String dataKey, String group, String expression = '') {
    BaseMatchCondition.newBuilder()
      .setReadableDataKey(dataKey).setOrGroupId(group).setExpression(expression).build()
  }

  static SleepMatchCondition sleepCondition(String length, String group = UUID.randomUUID(), String dataKey = 'slept') {
    SleepMatchCondition.newBuilder().setBase(base(dataKey, group)).setSleepFor(length).build()
  }

  static UserEventMatchCondition eventCondition(Map options = [:], String key) {
    def condition = UserEventMatchCondition.newBuilder()
      .setBase(base(options.dataKey ?: 'met', options.group ?: UUID.randomUUID().toString(), options.expression ?: ''))
      .setUserEventKey(key)
    if (options.scope) {
      condition.setEventScope(options.scope)
    }
    if (options.since) {
      Instant since = options.since
      condition.setConsiderEventsSince(Timestamp.newBuilder().setSeconds(since.epochSecond).setNanos(since.nano))
    }
    condition.build()
  }

  /** Asks for a wait; the reply is its ack or a refusal. */
  DurableTaskResponse waitFor(AssignedAction action, Object... conditions) {
    askToWait(action, conditions)
    reply()
  }

  void askToWait(AssignedAction action, Object... conditions) {
    def all = DurableEventListenerConditions.newBuilder()
    conditions.each {
      if (it instanceof SleepMatchCondition) {
        all.addSleepConditions(it)
      } else {
        all.addUserEventConditions(it as UserEventMatchCondition)
      }
    }
    send {
      it.setWaitFor(DurableTaskWaitForRequest.newBuilder()
        .setDurableTaskExternalId(action.taskRunExternalId)
        .setInvocationCount(action.durableTaskInvocationCount)
        .setWaitForConditions(all))
    }
  }

  DurableTaskResponse spawn(AssignedAction action, TriggerWorkflowRequest.Builder... children) {
    send {
      it.setTriggerRuns(DurableTaskTriggerRunsRequest.newBuilder()
        .setDurableTaskExternalId(action.taskRunExternalId)
        .setInvocationCount(action.durableTaskInvocationCount)
        .addAllTriggerOpts(children.collect { child ->
          child.setParentId(action.workflowRunId).setParentTaskRunExternalId(action.taskRunExternalId).build()
        }))
    }
    reply()
  }

  void askToEvict(AssignedAction action) {
    send {
      it.setEvictInvocation(DurableTaskEvictRequest.newBuilder()
        .setDurableTaskExternalId(action.taskRunExternalId)
        .setInvocationCount(action.durableTaskInvocationCount)
        .setReason('nothing to do'))
    }
  }

  DurableTaskResponse evict(AssignedAction action) {
    askToEvict(action)
    reply()
  }

  /** Says which entries it waits for. */
  void status(AssignedAction action, long... nodes) {
    send {
      it.setWorkerStatus(DurableTaskWorkerStatus.newBuilder()
        .setWorkerId(id)
        .addAllWaitingEntries(nodes.collect { node ->
          DurableTaskWaitingEntry.newBuilder()
            .setDurableTaskExternalId(action.taskRunExternalId)
            .setInvocationCount(action.durableTaskInvocationCount)
            .setBranchId(1)
            .setNodeId(node)
            .build()
        }))
    }
  }

  /** Cuts all it holds, without a word. */
  void vanish() {
    stopBeating()
    stopListening()
    durableContext?.cancel(null)
  }

  @Override
  void close() {
    vanish()
    heart.awaitTermination(5, TimeUnit.SECONDS)
  }
}
