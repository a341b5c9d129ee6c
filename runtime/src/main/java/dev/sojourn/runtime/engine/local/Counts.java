package dev.sojourn.runtime.engine.local;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The engine's counters; any thread may add and read. */
final class Counts {
  private final Map<EngineCount, LongAdder> adders = new EnumMap<>(EngineCount.class);

  Counts() {
    for (EngineCount count : EngineCount.values()) {
      adders.put(count, new LongAdder());
    }
  }

  void add(EngineCount count, long n) {
    adder(count).add(n);
  }

  long of(EngineCount count) {
    return adder(count).sum();
  }

  private LongAdder adder(EngineCount count) {
    return Objects.requireNonNull(adders.get(count));
  }
}
