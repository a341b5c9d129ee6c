package dev.sojourn.runtime.journey;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tasks have been of no use for a whole sweep: another process that does not know yet that a
 * journey was removed may still have begun a run of it in the one before.
 */
final class IdleTasks {
  private Set<String> seen = Set.of();

  /** Those of the served tasks that are not needed now, and were not at the last call. */
  Set<String> of(Collection<String> served, Set<String> needed) {
    Set<String> idle = new TreeSet<>(served);
    idle.removeAll(needed);
    Set<String> over = new TreeSet<>(idle);
    over.retainAll(seen);
    seen = idle;
    return over;
  }
}
