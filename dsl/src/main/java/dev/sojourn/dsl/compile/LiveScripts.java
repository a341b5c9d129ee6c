package dev.sojourn.dsl.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The scripts whose classes are in memory; the same source in the same file is compiled once. */
final class LiveScripts {
  private record Key(String file, String source) {}

  private static final class Held {
    private final Script script;
    private int holders = 1;

    private Held(Script script) {
      this.script = script;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Held> held = new HashMap<>();

  /** The script if it is in memory; the caller is one more holder of it. */
  Optional<Script> find(String file, String source) {
    lock.lock();
    try {
      Held found = held.get(new Key(file, source));
      if (found == null) {
        return Optional.empty();
      }
      found.holders++;
      return Optional.of(found.script);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps a new script; if another thread was faster, forgets it and answers with the other one.
   */
  Script keep(Script fresh) {
    lock.lock();
    try {
      Held known = held.putIfAbsent(key(fresh), new Held(fresh));
      if (known == null) {
        return fresh;
      }
      known.holders++;
      forget(fresh);
      return known.script;
    } finally {
      lock.unlock();
    }
  }

  /** Takes one holder away; with the last one the classes go. */
  void release(Script script) {
    lock.lock();
    try {
      Held known = held.get(key(script));
      if (known != null && known.script.equals(script) && --known.holders == 0) {
        held.remove(key(script));
        forget(script);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all of them. */
  void clear() {
    lock.lock();
    try {
      List<Held> all = new ArrayList<>(held.values());
      held.clear();
      all.forEach(one -> forget(one.script));
    } finally {
      lock.unlock();
    }
  }

  private static Key key(Script script) {
    return new Key(script.file(), script.source());
  }

  private static void forget(Script script) {
    if (script.steps() instanceof ScriptSteps steps) {
      steps.forget();
    }
  }
}
