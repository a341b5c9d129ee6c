package dev.sojourn.runtime.engine.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs this process holds. A run that was woken while a segment of it was in flight is held
 * once, in its newest epoch; the older segment has lost its fence already.
 */
final class InWork {
  private final Map<Long, Held> held = new HashMap<>();
  private volatile int size;

  /** Takes a run in, unless a newer epoch of it is in work. */
  boolean take(Held run) {
    Held other = held.get(run.id());
    if (other != null && other.run().epoch() >= run.run().epoch()) {
      return false;
    }
    if (other != null) {
      other.served().inWork(-1);
    }
    held.put(run.id(), run);
    run.served().inWork(1);
    size = held.size();
    return true;
  }

  /** Whether this is still the newest epoch of its run here. */
  boolean holds(Held run) {
    return held.get(run.id()) == run;
  }

  void done(Held run) {
    if (held.remove(run.id(), run)) {
      run.served().inWork(-1);
      size = held.size();
    }
  }

  /** How many; may be read from any thread. */
  int size() {
    return size;
  }

  /** Those whose lease was last fresh at least so long ago. */
  List<Held> olderThan(long nanos, long age) {
    List<Held> old = new ArrayList<>();
    for (Held run : held.values()) {
      if (run.leaseAge(nanos) >= age) {
        old.add(run);
      }
    }
    return old;
  }
}
