package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;

/** What an invocation's state asks of the shell. */
sealed interface TaskEffect {
  record Send(Operation operation) implements TaskEffect {}

  /** Hands an answer to the body; {@code index} tells the children of one operation apart. */
  record Settle(int operation, int index, Answer answer) implements TaskEffect {}

  /** Runs the function of a memo that nobody has recorded. */
  record Compute(Operation.Memo memo, Node node) implements TaskEffect {}

  record StoreMemo(Operation.Memo memo, Node node, Json value) implements TaskEffect {}

  record ArmGrace(int parking) implements TaskEffect {}

  record RefreshCache() implements TaskEffect {}

  record Evict(int parking) implements TaskEffect {}

  /** Asks the engine whether an acknowledged eviction took place. */
  record Verify() implements TaskEffect {}

  /** Has the engine put the evicted task back into its queue. */
  record Restore() implements TaskEffect {}

  record Report(Outcome outcome) implements TaskEffect {}

  record Linger() implements TaskEffect {}

  /** Lets go of the body. */
  record End(TaskRun.Ending ending) implements TaskEffect {}
}
