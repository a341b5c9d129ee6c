package dev.sojourn.hatchet.worker;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a durable run waits for.
 *
 * @param groups each a list of alternatives; the wait is over when every group has one that
 *     happened
 * @param label shown in the engine's log; null for none
 */
public record WaitFor(List<List<Condition>> groups, @Nullable String label) {
  public WaitFor {
    groups = groups.stream().map(List::copyOf).toList();
    if (groups.isEmpty() || groups.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("a wait needs something to wait for");
    }
    long names = groups.stream().flatMap(List::stream).map(Condition::name).distinct().count();
    if (names != groups.stream().mapToLong(List::size).sum()) {
      throw new IllegalArgumentException("conditions of one wait need different names");
    }
  }

  /** Over when the first of these happens. */
  public static WaitFor any(Condition... alternatives) {
    return new WaitFor(List.of(List.of(alternatives)), null);
  }

  /** Over when all of these have happened. */
  public static WaitFor all(Condition... conditions) {
    return new WaitFor(Stream.of(conditions).map(List::of).toList(), null);
  }

  /** The same, shown under a label. */
  public WaitFor labelled(String other) {
    return new WaitFor(groups, other);
  }
}
