package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.WorkerRegisterRequest;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The registered workers, and which of them count as alive. Where heartbeats do not count, a worker
 * with an open stream does, and its absence is counted from the end of its stream. Where they
 * count, those of a worker with a stream do so in the machine's time, so that a move of the
 * engine's time kills nobody. Owned by the loop.
 */
final class Workers {
  private final EngineState state;
  private final Map<String, Worker> all = new LinkedHashMap<>();
  private Consumer<Worker> onLost = worker -> {};

  Workers(EngineState state) {
    this.state = state;
  }

  /** Called when a worker has been silent for 30 s. */
  void onLost(Consumer<Worker> reaction) {
    onLost = reaction;
  }

  Worker register(WorkerRegisterRequest asked) {
    if (!WorkflowVersion.isName(asked.getWorkerName())) {
      throw Status.INVALID_ARGUMENT
          .withDescription(
              "worker name '"
                  + asked.getWorkerName()
                  + "' is not of letters, digits, dot, dash, underscore")
          .asRuntimeException();
    }
    Worker worker = new Worker(state.ids.next(), asked);
    all.put(worker.id, worker);
    return worker;
  }

  Worker get(String id) {
    Worker worker = all.get(id);
    if (worker == null) {
      throw Status.NOT_FOUND.withDescription("worker not found: " + id).asRuntimeException();
    }
    return worker;
  }

  List<Worker> all() {
    return List.copyOf(all.values());
  }

  void listen(Worker worker, Worker.Session session) {
    worker.sessions.add(session);
    worker.hasListened = true;
    watch(worker);
  }

  void stoppedListening(Worker worker, Worker.Session session) {
    if (worker.sessions.remove(session)
        && !worker.isListening()
        && !state.settings.countsHeartbeats()) {
      worker.heartbeatAt = state.now();
    }
    watch(worker);
  }

  void heartbeat(Worker worker) {
    if (worker.isSilenced) {
      return;
    }
    if (worker.hasListened && !worker.isListening()) {
      throw Status.FAILED_PRECONDITION
          .withDescription("Heartbeat rejected: worker stream is not active: " + worker.id)
          .asRuntimeException();
    }
    worker.heartbeatAt = state.now();
    worker.heartbeatNanos = System.nanoTime();
    watch(worker);
  }

  void silence(Worker worker) {
    worker.isSilenced = true;
    if (!state.settings.countsHeartbeats()) {
      worker.heartbeatAt = state.now();
    }
    watch(worker);
  }

  /** Writes no more to the worker; what it holds is taken from it once it is silent for 30 s. */
  void unsubscribe(Worker worker) {
    worker.isGone = true;
    worker.sessions.clear();
    if (!state.settings.countsHeartbeats()) {
      worker.heartbeatAt = state.now();
    }
    watch(worker);
  }

  /** There never was such a worker. */
  void forget(Worker worker) {
    all.remove(worker.id);
    worker.lost.cancel();
    worker.endSessions();
  }

  /** A worker that takes the run, the least loaded one, by chance among equals. */
  Optional<Worker> forRun(Run run) {
    List<Worker> best = new ArrayList<>();
    int least = Integer.MAX_VALUE;
    for (Worker worker : all.values()) {
      if (!worker.isGone && worker.takes(run) && isFresh(worker) && worker.used() <= least) {
        if (worker.used() < least) {
          best.clear();
        }
        least = worker.used();
        best.add(worker);
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(state.ids.oneOf(best));
  }

  private boolean isFresh(Worker worker) {
    Instant heartbeat = worker.heartbeatAt;
    if (heartbeat == null) {
      return false;
    }
    return isHeard(worker, Worker.ASSIGNABLE)
        || !heartbeat.plus(Worker.ASSIGNABLE).isBefore(state.now());
  }

  /** Whether the worker is there however far a test has moved the time. */
  private boolean isHeard(Worker worker, Duration limit) {
    Duration silence = Duration.ofNanos(System.nanoTime() - worker.heartbeatNanos);
    boolean isInTime = !state.settings.countsHeartbeats() || silence.compareTo(limit) <= 0;
    return worker.isListening() && !worker.isSilenced && isInTime;
  }

  private void watch(Worker worker) {
    worker.lost.cancel();
    Instant heartbeat = worker.heartbeatAt;
    boolean isCounted = state.settings.countsHeartbeats() || !isHeard(worker, Worker.LOST);
    if (heartbeat != null && isCounted) {
      worker.lost = state.timers.at(heartbeat.plus(Worker.LOST), () -> silentFor30s(worker));
    }
  }

  private void silentFor30s(Worker worker) {
    if (isHeard(worker, Worker.LOST)) {
      worker.heartbeatAt = state.now();
      watch(worker);
    } else {
      onLost.accept(worker);
    }
  }
}
