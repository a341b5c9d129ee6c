package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.DurableTaskRequest;
import dev.sojourn.hatchet.wire.DurableTaskResponse;
import dev.sojourn.hatchet.wire.V1DispatcherGrpc;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The service {@code v1.V1Dispatcher}: the durable streams of workers. */
final class DurableEdge extends V1DispatcherGrpc.V1DispatcherImplBase {
  private final Engine engine;

  DurableEdge(Engine engine) {
    this.engine = engine;
  }

  @Override
  public StreamObserver<DurableTaskRequest> durableTask(
      StreamObserver<DurableTaskResponse> observer) {
    ServerCallStreamObserver<DurableTaskResponse> out =
        (ServerCallStreamObserver<DurableTaskResponse>) observer;
    DurableSession session =
        new DurableSession(response -> write(out, response), () -> hangUp(out));
    out.setOnCancelHandler(() -> engine.loop.tell(() -> engine.closed(session)));
    engine.loop.tell(() -> engine.sessions.add(session));
    return new StreamObserver<>() {
      @Override
      public void onNext(DurableTaskRequest request) {
        engine.loop.tell(() -> engine.durable.take(session, request));
      }

      @Override
      public void onError(Throwable gone) {
        engine.loop.tell(() -> engine.closed(session));
      }

      @Override
      public void onCompleted() {
        engine.loop.tell(
            () -> {
              engine.closed(session);
              out.onCompleted();
            });
      }
    };
  }

  private static void write(
      ServerCallStreamObserver<DurableTaskResponse> out, DurableTaskResponse response) {
    if (!out.isCancelled()) {
      out.onNext(response);
    }
  }

  private static void hangUp(ServerCallStreamObserver<DurableTaskResponse> out) {
    if (!out.isCancelled()) {
      out.onError(
          Status.UNAVAILABLE.withDescription("the engine ended the stream").asRuntimeException());
    }
  }
}
