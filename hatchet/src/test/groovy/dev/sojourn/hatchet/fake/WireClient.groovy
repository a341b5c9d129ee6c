package dev.sojourn.hatchet.fake

import dev.sojourn.hatchet.wire.AdminServiceGrpc
import dev.sojourn.hatchet.wire.DispatcherGrpc
import dev.sojourn.hatchet.wire.EventsServiceGrpc
import dev.sojourn.hatchet.wire.PushEventRequest
import dev.sojourn.hatchet.wire.SubscribeToWorkflowRunsRequest
import dev.sojourn.hatchet.wire.TriggerWorkflowRequest
import dev.sojourn.hatchet.wire.V1DispatcherGrpc
import dev.sojourn.hatchet.wire.WorkflowRunEvent
import dev.sojourn.hatchet.wire.WorkflowServiceGrpc
import io.grpc.ManagedChannel
import io.grpc.Metadata
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder
import io.grpc.stub.MetadataUtils
import io.grpc.stub.StreamObserver
import java.util.concurrent.BlockingQueue
import java.util.concurrent.LinkedBlockingQueue

/** A client that speaks the wire as it is, so that the fake is not judged by the SDK it is there to judge. */
class WireClient implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
    Metadata.Key.of('authorization', Metadata.ASCII_STRING_MARSHALLER)

  final ManagedChannel channel
  final DispatcherGrpc.DispatcherBlockingStub dispatcher
  final DispatcherGrpc.DispatcherStub streams
  final V1DispatcherGrpc.V1DispatcherStub durable
  final AdminServiceGrpc.AdminServiceBlockingStub admin
  final WorkflowServiceGrpc.WorkflowServiceBlockingStub workflows
  final EventsServiceGrpc.EventsServiceBlockingStub events

  WireClient(String hostPort, String token) {
    channel = NettyChannelBuilder.forTarget(hostPort).usePlaintext().build()
    Metadata headers = new Metadata()
    headers.put(AUTHORIZATION, 'Bearer ' + token)
    def signed = MetadataUtils.newAttachHeadersInterceptor(headers)
    dispatcher = DispatcherGrpc.newBlockingStub(channel).withInterceptors(signed)
    streams = DispatcherGrpc.newStub(channel).withInterceptors(signed)
    durable = V1DispatcherGrpc.newStub(channel).withInterceptors(signed)
    admin = AdminServiceGrpc.newBlockingStub(channel).withInterceptors(signed)
    workflows = WorkflowServiceGrpc.newBlockingStub(channel).withInterceptors(signed)
    events = EventsServiceGrpc.newBlockingStub(channel).withInterceptors(signed)
  }

  static WireClient of(FakeHatchet fake) {
    new WireClient(fake.hostPort(), fake.token())
  }

  /** Starts a run; its id. */
  String trigger(String workflow, Map input = [:], Map metadata = [:]) {
    workflows.triggerWorkflow(TriggerWorkflowRequest.newBuilder()
      .setName(workflow)
      .setInput(Json.MAPPER.writeValueAsString(input))
      .setAdditionalMetadata(Json.MAPPER.writeValueAsString(metadata))
      .build()).workflowRunId
  }

  /** Pushes an event; its id. */
  String push(String key, Map payload = [:], String scope = null) {
    def push = PushEventRequest.newBuilder().setKey(key).setPayload(Json.MAPPER.writeValueAsString(payload))
    if (scope) {
      push.setScope(scope)
    }
    events.push(push.build()).eventId
  }

  /** The ends of a run, as they are told to who subscribes now. */
  BlockingQueue<WorkflowRunEvent> subscribe(String runId) {
    def ends = new LinkedBlockingQueue<WorkflowRunEvent>()
    def observer = [onNext: { ends.add(it) }, onError: { }, onCompleted: { }] as StreamObserver<WorkflowRunEvent>
    streams.subscribeToWorkflowRuns(observer)
      .onNext(SubscribeToWorkflowRunsRequest.newBuilder().setWorkflowRunId(runId).build())
    ends
  }

  @Override
  void close() {
    channel.shutdownNow()
  }
}
