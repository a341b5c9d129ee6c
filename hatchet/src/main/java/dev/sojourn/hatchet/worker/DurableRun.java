package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import dev.sojourn.hatchet.NewRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One invocation of a durable task. Its operations are recorded in order in the task's log; when
 * the task is taken up again, its body runs from the top, and recorded operations answer at once.
 *
 * <p>So a body must ask for the same operations in the same order every time: decide on nothing but
 * the input and their answers, and take time, chance and the world from {@link #memo}. What follows
 * an answer runs one after another, never two things at once, on one of the worker's threads; use
 * the plain {@code then…} methods, not {@code then…Async}, and block nowhere.
 *
 * <p>When everything that the body does is waiting, the invocation is evicted: its answers never
 * come here, and it holds nothing. Work that is neither a wait nor a memo and runs beside a wait is
 * lost.
 */
public interface DurableRun extends TaskRun {
  /**
   * Waits for a time.
   *
   * @param duration above zero, from the input or a memo only
   */
  CompletionStage<Void> sleep(Duration duration);

  /** Waits for events, times, and combinations of them. */
  CompletionStage<WaitResult> waitFor(WaitFor wait);

  /**
   * Does something and records its answer, which replays take instead. It may be done more than
   * once if the worker dies between doing and recording: give what it calls an idempotency key.
   *
   * @param name what it is; with the count of its uses it is the key that replays compare
   * @param work answers with a value that has a JSON form; a failure is recorded nowhere
   */
  CompletionStage<Json> memo(String name, Supplier<? extends CompletionStage<?>> work);

  /** The time when this was first asked, the same in every replay. */
  CompletionStage<Instant> now();

  /**
   * Starts a run of another workflow and waits for its result. Replays find the same run.
   *
   * @return its task's result, or a {@link ChildFailed}
   */
  CompletionStage<Json> runChild(NewRun child);

  /** Starts several runs in one go, at most 1000, and waits for all results, in order. */
  CompletionStage<List<Json>> runChildren(List<NewRun> children);
}
