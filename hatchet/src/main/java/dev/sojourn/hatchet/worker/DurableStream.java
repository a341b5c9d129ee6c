package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.hatchet.HatchetException.Kind;
import dev.sojourn.hatchet.wire.DurableTaskRequest;
import dev.sojourn.hatchet.wire.DurableTaskResponse;
import dev.sojourn.hatchet.wire.DurableTaskWaitingEntry;
import dev.sojourn.hatchet.wire.DurableTaskWorker;
import dev.sojourn.hatchet.wire.DurableTaskWorkerStatus;
import dev.sojourn.hatchet.wire.V1DispatcherGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of a session's durable operations, opened again for as long as the session lasts.
 *
 * <p>What is sent while it is down is written when it is up again; what was written and is not
 * acknowledged when it breaks is lost, for the engine may have done it. Each second the engine is
 * asked about all that waits, since what it pushes by itself may be lost. Used on the loop only.
 */
final class DurableStream {
  private static final Logger LOG = LoggerFactory.getLogger(DurableStream.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration ECHO_LIMIT = Duration.ofSeconds(10);
  private static final int REOPEN_MILLIS = 2_000;
  private static final int ENTRIES = 10_000;

  /** What a stream serves. */
  interface Tasks {
    void received(DurableTaskResponse response);

    void ready();

    /** The stream broke after it was up: what was written and not acknowledged is lost. */
    void lost();

    /** The stream ended before it was up; it is opened again. */
    void refused(HatchetException why);

    List<DurableTaskWaitingEntry> waiting();

    /**
     * All nodes of the invocations that are held: the engine tells answers on a stream in the order
     * in which they came about, from the first one on, and keeps what is not next in that order.
     */
    List<DurableTaskWaitingEntry> known();
  }

  /**
   * A request.
   *
   * @param wanted whether it still makes sense when the stream is up again
   * @param written called when it is written
   */
  record Outgoing(DurableTaskRequest request, BooleanSupplier wanted, Runnable written) {}

  private final Workshop shop;
  private final Tasks tasks;
  private final List<Outgoing> unsent = new ArrayList<>();
  private @Nullable Incoming<DurableTaskRequest, DurableTaskResponse> stream;
  private @Nullable Future<?> poll;
  private String workerId = "";
  private boolean ready;
  private boolean open;

  DurableStream(Workshop shop, Tasks tasks) {
    this.shop = shop;
    this.tasks = tasks;
  }

  boolean isReady() {
    return ready;
  }

  void open(String worker) {
    close();
    open = true;
    workerId = worker;
    poll = shop.loop().every(POLL, this::ask);
    connect();
  }

  private void connect() {
    if (!open || stream != null) {
      return;
    }
    var made =
        new Incoming<DurableTaskRequest, DurableTaskResponse>(
            shop.loop(), this::received, this::ended);
    stream = made;
    shop.link().hurry();
    var unused = V1DispatcherGrpc.newStub(shop.link().channel()).durableTask(made);
    made.send(
        DurableTaskRequest.newBuilder()
            .setRegisterWorker(DurableTaskWorker.newBuilder().setWorkerId(workerId))
            .build());
    var unusedLimit =
        shop.loop()
            .after(
                ECHO_LIMIT,
                () -> {
                  if (stream == made && !ready) {
                    reconnect();
                  }
                });
  }

  private void received(DurableTaskResponse response) {
    if (!response.hasRegisterWorker()) {
      tasks.received(response);
      return;
    }
    ready = true;
    var waiting = List.copyOf(unsent);
    unsent.clear();
    waiting.forEach(this::send);
    ask(tasks.known());
    tasks.ready();
  }

  private void ended(@Nullable Throwable failure) {
    boolean broke = ready;
    ready = false;
    stream = null;
    if (!open) {
      return;
    }
    shop.counts().reconnects.increment();
    var why = shop.link().failure("DurableTask", failure, broke);
    if (broke) {
      LOG.warn("{}", why.getMessage());
      tasks.lost();
    } else {
      tasks.refused(why);
    }
    int jitter = shop.link().random().nextInt(REOPEN_MILLIS / 2);
    var unused = shop.loop().after(Duration.ofMillis(REOPEN_MILLIS + jitter), this::connect);
  }

  void send(Outgoing outgoing) {
    if (!ready || stream == null) {
      unsent.add(outgoing);
    } else if (outgoing.wanted().getAsBoolean()) {
      stream.send(outgoing.request());
      outgoing.written().run();
    }
  }

  private void ask() {
    ask(tasks.waiting());
  }

  private void ask(List<DurableTaskWaitingEntry> waiting) {
    if (!ready || stream == null) {
      return;
    }
    for (int from = 0; from < waiting.size(); from += ENTRIES) {
      stream.send(
          DurableTaskRequest.newBuilder()
              .setWorkerStatus(
                  DurableTaskWorkerStatus.newBuilder()
                      .setWorkerId(workerId)
                      .addAllWaitingEntries(
                          waiting.subList(from, Math.min(from + ENTRIES, waiting.size()))))
              .build());
    }
  }

  /** Leaves the present transport's stream, as the session does with its own. */
  void reconnect() {
    if (open && stream != null) {
      stream.close();
      ended(
          new HatchetException(
              Kind.UNANSWERED,
              "DurableTask at '%s': the engine does not answer"
                  .formatted(shop.link().config().address())));
    }
  }

  void close() {
    open = false;
    ready = false;
    unsent.clear();
    if (poll != null) {
      poll.cancel(false);
    }
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
