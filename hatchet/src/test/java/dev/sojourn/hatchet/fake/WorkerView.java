package dev.sojourn.hatchet.fake;

import java.util.Map;
import java.util.Set;

/**
 * What the engine knows of a worker at one moment.
 *
 * @param isListening whether it holds a stream of assignments open
 * @param isGone whether it has said goodbye
 * @param usedSlots units in use by kind of slot
 */
public record WorkerView(
    String id,
    String name,
    Set<String> actions,
    boolean isListening,
    boolean isPaused,
    boolean isGone,
    Map<String, Integer> slots,
    Map<String, Integer> usedSlots) {

  static WorkerView of(Worker worker) {
    return new WorkerView(
        worker.id,
        worker.asked.getWorkerName(),
        Set.copyOf(worker.actions),
        worker.isListening(),
        worker.isPaused,
        worker.isGone,
        worker.asked.getSlotConfigMap(),
        worker.usedSlots());
  }
}
