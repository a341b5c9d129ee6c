package dev.sojourn.runtime.engine.local;

import java.util.HashMap;
import java.util.Map;

/**
 * What the two halves of the engine share: written at home, readable by the transactions of any
 * thread.
 *
 * @param most runs that may be in work at once
 */
record Board(Tasks tasks, Stops stops, InWork inWork, BlockedRuns blocked, int most) {
  Board(int most) {
    this(new Tasks(), new Stops(), new InWork(), new BlockedRuns(), most);
  }

  /** How many more runs may be in work. */
  int room() {
    return most - inWork.size();
  }

  /** How many more runs of one task may be in work: a quarter is left to the others. */
  int room(Served served) {
    return (tasks.open().size() > 1 ? most - most / 4 : most) - served.inWork();
  }

  /**
   * The tasks whose new work is handed over in memory, without a claim, and how much of it each may
   * get.
   */
  Map<Integer, Integer> here() {
    Map<Integer, Integer> here = new HashMap<>();
    int all = room();
    for (Served served : tasks.open().values()) {
      int some = Math.min(all, room(served));
      if (some > 0 && !stops.any(served.id())) {
        here.put(served.id(), some);
      }
    }
    return here;
  }
}
