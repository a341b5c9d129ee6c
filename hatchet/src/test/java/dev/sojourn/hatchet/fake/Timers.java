package dev.sojourn.hatchet.fake;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** What will happen at a time, in the order of the times and then of asking. Owned by the loop. */
final class Timers {
  private final TreeMap<Moment, Runnable> due = new TreeMap<>();
  private long asked;

  private record Moment(Instant at, long order) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Takes the work off the list; harmless after it was done. */
  interface Timer {
    Timer NONE = () -> {};

    void cancel();
  }

  Timer at(Instant when, Runnable work) {
    Moment moment = new Moment(when, asked++);
    due.put(moment, work);
    return () -> due.remove(moment);
  }

  Optional<Instant> next() {
    return due.isEmpty() ? Optional.empty() : Optional.of(due.firstKey().at());
  }

  /** Does the first work that is due at that time, if there is one. */
  boolean runOne(Instant now) {
    if (due.isEmpty() || due.firstKey().at().isAfter(now)) {
      return false;
    }
    due.pollFirstEntry().getValue().run();
    return true;
  }
}
