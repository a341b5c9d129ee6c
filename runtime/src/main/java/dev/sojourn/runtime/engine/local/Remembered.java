package dev.sojourn.runtime.engine.local;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept in mind about single runs: so many of them, the oldest forgotten first. */
final class Remembered<T> extends LinkedHashMap<Long, T> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 10_000;

  private Remembered() {}

  static <T> Map<Long, T> ofRuns() {
    return new Remembered<>();
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
    return size() > MOST;
  }
}
