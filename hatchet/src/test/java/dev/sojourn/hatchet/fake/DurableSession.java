package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.DurableTaskResponse;
import dev.sojourn.hatchet.wire.DurableTaskServerEvict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One durable stream of a worker. Completions of an invocation leave it in the order in which they
 * were satisfied; one that comes before its turn is held. A fresh stream knows nothing of what an
 * older one has delivered, so after a reconnect the first turn is the first again. Owned by the
 * loop.
 */
final class DurableSession {
  private static final Duration GAP_LIMIT = Duration.ofSeconds(60);

  private record Turn(String runId, int invocation) {}

  /** What one invocation has had, and what waits for its turn. */
  private static final class Release {
    private long had;
    private final TreeMap<Long, DurableTaskResponse> held = new TreeMap<>();
    private @Nullable Instant heldSince;
  }

  private final Consumer<DurableTaskResponse> out;
  private final Runnable end;
  private final Map<Turn, Release> releases = new HashMap<>();
  private @Nullable String workerId;
  private boolean isOpen = true;

  DurableSession(Consumer<DurableTaskResponse> out, Runnable end) {
    this.out = out;
    this.end = end;
  }

  void belongsTo(String worker) {
    workerId = worker;
  }

  boolean isOf(String worker) {
    return isOpen && worker.equals(workerId);
  }

  void send(DurableTaskResponse response) {
    if (isOpen) {
      out.accept(response);
    }
  }

  /** Sends the completion at its turn; one without an order at once. */
  void deliver(Run run, Node node, Instant now) {
    DurableTaskResponse response = Replies.completed(run, node);
    Long order = node.order;
    if (order == null) {
      send(response);
      return;
    }
    releases
        .keySet()
        .removeIf(turn -> turn.runId.equals(run.id) && turn.invocation < run.log.invocation());
    Release release =
        releases.computeIfAbsent(new Turn(run.id, run.log.invocation()), turn -> new Release());
    if (order <= release.had) {
      send(response);
    } else if (order == release.had + 1) {
      release.had = order;
      send(response);
      while (!release.held.isEmpty() && release.held.firstKey() == release.had + 1) {
        release.had++;
        send(release.held.pollFirstEntry().getValue());
      }
      release.heldSince = release.held.isEmpty() ? null : release.heldSince;
    } else {
      release.held.putIfAbsent(order, response);
      release.heldSince = release.heldSince == null ? now : release.heldSince;
    }
  }

  /** Tells the worker to drop invocations whose turn has not come for a minute. */
  void dropStalled(Instant now) {
    releases
        .entrySet()
        .removeIf(
            entry -> {
              Instant since = entry.getValue().heldSince;
              boolean isStalled = since != null && since.plus(GAP_LIMIT).isBefore(now);
              if (isStalled) {
                send(stalled(entry.getKey()));
              }
              return isStalled;
            });
  }

  private static DurableTaskResponse stalled(Turn turn) {
    return DurableTaskResponse.newBuilder()
        .setServerEvict(
            DurableTaskServerEvict.newBuilder()
                .setDurableTaskExternalId(turn.runId)
                .setInvocationCount(turn.invocation)
                .setReason("ordered durable completion release stalled on a missing entry"))
        .build();
  }

  void closed() {
    isOpen = false;
  }

  /** Ends the stream from the engine's side. */
  void end() {
    if (isOpen) {
      isOpen = false;
      end.run();
    }
  }
}
