package dev.sojourn.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * A run to start, due at once.
 *
 * @param level the least level a worker must have to understand it
 * @param cause what its first claim is told woke it, as its task understands it; null for nothing
 */
public record NewRun(
    long id,
    int tenant,
    long subject,
    String taskName,
    String key,
    int version,
    long eventId,
    int level,
    @Nullable Long cause)
    implements Run {
  /** A run that nothing but its event woke. */
  public NewRun(
      long id,
      int tenant,
      long subject,
      String taskName,
      String key,
      int version,
      long eventId,
      int level) {
    this(id, tenant, subject, taskName, key, version, eventId, level, null);
  }
}
