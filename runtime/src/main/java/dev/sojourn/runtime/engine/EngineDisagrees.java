package dev.sojourn.runtime.engine;

/** A process is set to another engine than the one that this installation runs its journeys on. */
public final class EngineDisagrees extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineDisagrees(String message) {
    super(message, null, false, false);
  }
}
