package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.AssignedAction;
import dev.sojourn.hatchet.wire.WorkerRegisterRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One registration of a worker. Owned by the loop. */
final class Worker {
  /** How old a heartbeat may be for the worker to be given work. */
  static final Duration ASSIGNABLE = Duration.ofSeconds(5);

  /** How old a heartbeat may be before the worker's tasks are taken away. */
  static final Duration LOST = Duration.ofSeconds(30);

  /** A stream of assignments that the worker holds open. */
  interface Session {
    /** Whether the action was written; false when the stream is gone. */
    boolean send(AssignedAction action);

    void end();
  }

  final String id;
  final WorkerRegisterRequest asked;
  final Set<String> actions = new TreeSet<>();
  final Set<Session> sessions = new LinkedHashSet<>();
  private final Map<String, Integer> used = new HashMap<>();

  @Nullable Instant heartbeatAt;

  /** The same by the machine's clock, in its nanoseconds. */
  long heartbeatNanos;

  Timers.Timer lost = Timers.Timer.NONE;
  boolean hasListened;
  boolean isPaused;
  boolean isGone;

  /** The engine hears no heartbeat of it, by the will of a test. */
  boolean isSilenced;

  Worker(String id, WorkerRegisterRequest asked) {
    this.id = id;
    this.asked = asked;
    asked.getActionsList().forEach(action -> actions.add(action.toLowerCase(Locale.ROOT)));
  }

  boolean isListening() {
    return !sessions.isEmpty();
  }

  /** Whether it has the action and enough free slots, and is there to be asked. */
  boolean takes(Run run) {
    return isListening()
        && !isPaused
        && actions.contains(run.version().action())
        && run.version().slots().entrySet().stream()
            .allMatch(slot -> free(slot.getKey()) >= slot.getValue());
  }

  private int free(String slot) {
    Map<String, Integer> capacity = asked.getSlotConfigMap();
    int all = capacity.isEmpty() && slot.equals("default") ? 100 : capacity.getOrDefault(slot, 0);
    return all - used.getOrDefault(slot, 0);
  }

  void occupy(Run run) {
    run.version().slots().forEach((slot, units) -> used.merge(slot, units, Integer::sum));
  }

  void release(Run run) {
    run.version().slots().forEach((slot, units) -> used.merge(slot, -units, Integer::sum));
  }

  int used() {
    return used.values().stream().mapToInt(Integer::intValue).sum();
  }

  Map<String, Integer> usedSlots() {
    return Map.copyOf(used);
  }

  /** Sends on the first session that takes it. */
  boolean send(AssignedAction action) {
    for (Session session : List.copyOf(sessions)) {
      if (session.send(action)) {
        return true;
      }
      sessions.remove(session);
    }
    return false;
  }

  void endSessions() {
    List<Session> ended = new ArrayList<>(sessions);
    sessions.clear();
    ended.forEach(Session::end);
  }
}
