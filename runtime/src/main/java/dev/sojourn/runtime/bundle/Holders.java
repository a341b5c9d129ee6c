package dev.sojourn.runtime.bundle;

import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.ScriptCompiler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts who still needs a compiled script, and gives it back to the compiler when nobody does:
 * what is in the directory, what is in force, and what runs on older versions hold the same
 * scripts. Safe for all threads.
 */
final class Holders {
  /**
   * How often a script is held.
   *
   * @param owed how often the compiler handed it out, and wants it back
   */
  private record Count(int holders, int owed) {}

  private final ScriptCompiler compiler;
  private final Map<Script, Count> counts = new ConcurrentHashMap<>();

  Holders(ScriptCompiler compiler) {
    this.compiler = compiler;
  }

  /** A compiled script, held once. */
  Script compile(String file, String source) {
    var script = compiler.compile(file, source);
    counts.merge(script, new Count(1, 1), Holders::sum);
    return script;
  }

  /** Holds a held script once more. */
  void hold(Script script) {
    counts.merge(script, new Count(1, 0), Holders::sum);
  }

  /** Gives one hold back. */
  void letGo(Script script) {
    counts.computeIfPresent(script, (one, count) -> lessOne(one, count));
  }

  private @Nullable Count lessOne(Script script, Count count) {
    if (count.holders() > 1) {
      return new Count(count.holders() - 1, count.owed());
    }
    for (var i = 0; i < count.owed(); i++) {
      compiler.release(script);
    }
    return null;
  }

  private static Count sum(Count one, Count other) {
    return new Count(one.holders() + other.holders(), one.owed() + other.owed());
  }
}
