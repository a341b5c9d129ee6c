package dev.sojourn.hatchet.worker;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream of the engine's, whose messages and whose end are handed to the loop at once: the
 * engine waits no more than 250 ms for a worker to read. A stream that we closed hands over nothing
 * more.
 */
final class Incoming<Q, A> implements ClientResponseObserver<Q, A> {
  private final Loop loop;
  private final Consumer<A> received;
  private final Consumer<@Nullable Throwable> ended;
  private @Nullable ClientCallStreamObserver<Q> call;
  private boolean closed;

  /**
   * A stream that is not open yet.
   *
   * @param received gets messages, on the loop
   * @param ended gets the failure that ended it, or null if the engine ended it in peace; on the
   *     loop
   */
  Incoming(Loop loop, Consumer<A> received, Consumer<@Nullable Throwable> ended) {
    this.loop = loop;
    this.received = received;
    this.ended = ended;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    call = stream;
  }

  @Override
  public void onNext(A message) {
    loop.execute(
        () -> {
          if (!closed) {
            received.accept(message);
          }
        });
  }

  @Override
  public void onError(Throwable failure) {
    loop.execute(() -> end(failure));
  }

  @Override
  public void onCompleted() {
    loop.execute(() -> end(null));
  }

  private void end(@Nullable Throwable failure) {
    if (!closed) {
      closed = true;
      ended.accept(failure);
    }
  }

  /** Sends a message; on the loop, and only while open. */
  void send(Q message) {
    if (!closed && call != null) {
      call.onNext(message);
    }
  }

  /** Ends it from our side; on the loop. */
  void close() {
    if (!closed) {
      closed = true;
      if (call != null) {
        call.cancel("closed by the worker", null);
      }
    }
  }
}
