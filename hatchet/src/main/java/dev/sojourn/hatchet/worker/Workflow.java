package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.TaskOptions;
import dev.sojourn.hatchet.WorkflowDefinition;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of one task, and the code that does it.
 *
 * @param definition what the engine is told
 * @param body what is done
 */
public record Workflow(WorkflowDefinition definition, Body body) {

  /** The code of a task. */
  public sealed interface Body {}

  /** Code that may wait; it must not block. */
  @FunctionalInterface
  public non-sealed interface DurableBody extends Body {
    /** Answers with the task's result: null, or a value whose JSON is an object. */
    CompletionStage<? extends @Nullable Object> run(DurableRun run) throws Exception;
  }

  /** Code that runs through, and may block its thread. */
  @FunctionalInterface
  public non-sealed interface OrdinaryBody extends Body {
    /** Answers with the task's result: null, or a value whose JSON is an object. */
    @Nullable Object run(TaskRun run) throws Exception;
  }

  public Workflow {
    if (definition.task().durable() != (body instanceof DurableBody)) {
      throw new IllegalArgumentException(
          "workflow '" + definition.name() + "': its options and its body differ about durable");
    }
  }

  /** A durable workflow with the options of {@link TaskOptions#forDurable}. */
  public static Workflow durable(String name, DurableBody body) {
    return new Workflow(WorkflowDefinition.of(name, TaskOptions.forDurable()), body);
  }

  /** An ordinary workflow with the options of {@link TaskOptions#forOrdinary}. */
  public static Workflow ordinary(String name, OrdinaryBody body) {
    return new Workflow(WorkflowDefinition.of(name, TaskOptions.forOrdinary()), body);
  }

  /** The same, started by events of these keys. */
  public Workflow onEvents(String... keys) {
    return new Workflow(definition.onEvents(List.of(keys)), body);
  }

  /** The same under another definition. */
  public Workflow defined(WorkflowDefinition other) {
    return new Workflow(other, body);
  }
}
