package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to an invocation. */
sealed interface TaskEvent {
  /** What the body does. */
  sealed interface FromBody extends TaskEvent {}

  record Asked(Operation operation) implements FromBody {}

  /** The function of a memo ended. */
  record Computed(Operation.Memo memo, Node node, Answer answer) implements FromBody {}

  record Returned(Outcome outcome) implements FromBody {}

  /** Everything handed to the body so far has run; {@code handled} counts it. */
  record Rested(int handled) implements TaskEvent {}

  record WaitAcked(Node node) implements TaskEvent {}

  /** {@code stored} is what an earlier invocation recorded, null if nothing. */
  record MemoAcked(Node node, @Nullable Json stored) implements TaskEvent {}

  record ChildrenAcked(List<Node> nodes) implements TaskEvent {}

  record Satisfied(Node node, Answer answer) implements TaskEvent {}

  record Refused(boolean nondeterminism, String message) implements TaskEvent {}

  record AckOverdue(int operation) implements TaskEvent {}

  record StreamLost() implements TaskEvent {}

  /** The time that a parking may last in memory is over. */
  record GraceOver(int parking) implements TaskEvent {}

  /** The engine has read this task's row afresh, so that it knows the present attempt. */
  record CacheRefreshed() implements TaskEvent {}

  record DrainBegun() implements TaskEvent {}

  record EvictionAcked() implements TaskEvent {}

  /** No acknowledgement came for the eviction of a parking. */
  record EvictionOverdue(int parking) implements TaskEvent {}

  record Verified(boolean evicted) implements TaskEvent {}

  /**
   * The engine wants the invocation to end: because a newer one exists, or because it cannot go on
   * with this one, and then nobody else takes it up.
   */
  record ServerEvicted(boolean superseded) implements TaskEvent {}

  record Cancelled() implements TaskEvent {}

  /** A later invocation of the same task has begun here. */
  record Replaced() implements TaskEvent {}

  /** The engine no longer knows the worker; it has given its tasks away or will. */
  record WorkerLost() implements TaskEvent {}

  record ReportTaken() implements TaskEvent {}

  record LingerOver() implements TaskEvent {}
}
