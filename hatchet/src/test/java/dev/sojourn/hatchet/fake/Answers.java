package dev.sojourn.hatchet.fake;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Answers to single calls: the work is done on the loop, and a status it throws is the answer. */
final class Answers {
  private final EngineLoop loop;

  Answers(EngineLoop loop) {
    this.loop = loop;
  }

  <T> void give(StreamObserver<T> out, Supplier<T> work) {
    loop.tell(
        () -> {
          T answer;
          try {
            answer = work.get();
          } catch (StatusRuntimeException refused) {
            out.onError(refused);
            return;
          } catch (RuntimeException failed) {
            out.onError(
                Status.INTERNAL
                    .withDescription("the fake engine failed")
                    .withCause(failed)
                    .asRuntimeException());
            throw failed;
          }
          out.onNext(answer);
          out.onCompleted();
        });
  }
}
