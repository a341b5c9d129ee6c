package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.Task;
import io.vertx.core.AsyncResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands runs to their tasks in chunks, the tasks in turn, so that a long queue of one task does not
 * delay another. A run that failed twice goes alone, so that it takes nobody with it.
 */
final class Dispatcher {
  /** Who hears what became of a chunk. */
  interface Outlet {
    void advanced(Task task, Map<Held, Advance> segments);

    void failed(List<Held> runs, Throwable why);
  }

  static final int CHUNK = 256;
  static final int ALONE_FROM = 3;

  private final EngineRoom room;
  private final Outlet outlet;
  private final int slots;
  private final Deque<Served> turn = new ArrayDeque<>();
  private int advancing;

  Dispatcher(EngineRoom room, Outlet outlet, int slots) {
    this.room = room;
    this.outlet = outlet;
    this.slots = slots;
  }

  /** Queues these, and starts what there is room for. */
  void offer(Collection<Held> runs) {
    for (Held run : runs) {
      Served served = run.served();
      if (served.waiting().isEmpty()) {
        turn.add(served);
      }
      served.waiting().add(run);
    }
    pump();
  }

  /** Takes back all that has not been started. */
  List<Held> drain() {
    List<Held> waiting = new ArrayList<>();
    for (Served served : turn) {
      waiting.addAll(served.waiting());
      served.waiting().clear();
    }
    turn.clear();
    return waiting;
  }

  /** Chunks on their way through a task. */
  int advancing() {
    return advancing;
  }

  private void pump() {
    int passed = 0;
    while (advancing < slots && passed < turn.size()) {
      Served served = turn.remove();
      if (served.advancing() < slotsOfOne()) {
        advance(served, chunk(served.waiting()));
        passed = 0;
      } else {
        passed++;
      }
      if (!served.waiting().isEmpty()) {
        turn.add(served);
      }
    }
  }

  /** One task leaves a slot to the others, however slow it is. */
  private int slotsOfOne() {
    return Math.max(1, slots - 1);
  }

  static List<Held> chunk(Deque<Held> waiting) {
    List<Held> chunk = new ArrayList<>(Math.min(CHUNK, waiting.size()));
    while (chunk.size() < CHUNK && !waiting.isEmpty()) {
      boolean alone = waiting.element().run().attempts() >= ALONE_FROM;
      if (alone && !chunk.isEmpty()) {
        break;
      }
      chunk.add(waiting.remove());
      if (alone) {
        break;
      }
    }
    return chunk;
  }

  private void advance(Served served, List<Held> chunk) {
    Task task = served.task();
    List<Claimed> runs = chunk.stream().map(Held::run).toList();
    advancing++;
    served.advancing(1);
    room.whenDone(
        EngineRoom.attempt(() -> task.advance(runs)),
        result -> {
          advancing--;
          served.advancing(-1);
          settle(task, chunk, result);
          pump();
        });
  }

  private void settle(Task task, List<Held> chunk, AsyncResult<List<Advance>> result) {
    if (result.failed()) {
      outlet.failed(chunk, result.cause());
      return;
    }
    Map<Long, Advance> answers = new HashMap<>();
    result.result().forEach(advance -> answers.put(advance.run().id(), advance));
    Map<Held, Advance> segments = new HashMap<>();
    List<Held> unanswered = new ArrayList<>();
    for (Held run : chunk) {
      Advance answer = answers.get(run.id());
      if (answer == null) {
        unanswered.add(run);
      } else {
        segments.put(run, answer);
      }
    }
    outlet.advanced(task, segments);
    if (!unanswered.isEmpty()) {
      outlet.failed(
          unanswered, new IllegalStateException("task '" + task.name() + "' gave no answer"));
    }
  }
}
