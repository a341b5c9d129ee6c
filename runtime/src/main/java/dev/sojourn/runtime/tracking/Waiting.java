package dev.sojourn.runtime.tracking;

import dev.sojourn.core.tracking.Visitor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Visits that wait to be written, no more than so many, in the order they came. */
final class Waiting {
  private final int most;
  private final Map<Long, Seen> waiting = new LinkedHashMap<>();
  private final Map<Long, List<Seen>> clicks = new HashMap<>();
  private final Set<Long> crowded = new HashSet<>();

  Waiting(int most) {
    this.most = most;
  }

  /** Takes a visit, if there is room; whoever crowds with it still waits. */
  boolean add(Seen seen) {
    if (waiting.size() >= most) {
      return false;
    }
    waiting.put(seen.id(), seen);
    if (seen.link() != null) {
      var others = clicks.computeIfAbsent(seen.sendId(), send -> new ArrayList<>());
      for (var other : others) {
        if (seen.crowds(other, Visitor.TOGETHER)) {
          crowded.add(seen.id());
          crowded.add(other.id());
        }
      }
      others.add(seen);
    }
    return true;
  }

  /** The oldest that came no later than an instant. */
  List<Seen> until(Instant instant, int limit) {
    return waiting.values().stream()
        .filter(seen -> !seen.at().isAfter(instant))
        .limit(limit)
        .toList();
  }

  boolean isCrowded(Seen seen) {
    return crowded.contains(seen.id());
  }

  /** Lets go of what has been written. */
  void done(Collection<Seen> written) {
    for (var seen : written) {
      waiting.remove(seen.id());
      crowded.remove(seen.id());
      clicks.computeIfPresent(
          seen.sendId(),
          (send, others) -> {
            others.remove(seen);
            return others.isEmpty() ? null : others;
          });
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }
}
