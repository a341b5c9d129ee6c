package dev.sojourn.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * What an engine is doing.
 *
 * @param backing {@code local} or {@code hatchet}
 * @param inWork runs held under a lease by this process
 * @param blocked runs blocked in the whole database, as last counted
 * @param remote how the engine outside stands; null where there is none
 */
public record EngineStatus(String backing, int inWork, long blocked, @Nullable Remote remote) {
  /** An engine that needs nothing outside. */
  public EngineStatus(String backing, int inWork, long blocked) {
    this(backing, inWork, blocked, null);
  }

  /**
   * An engine outside.
   *
   * @param trouble why it cannot be reached or gives this process nothing; null if all is well
   * @param tasks tasks that this process has registered with it
   * @param lagSeconds how long the oldest parcel has waited to be told to it; 0 if none waits
   */
  public record Remote(@Nullable String trouble, int tasks, long lagSeconds) {}
}
