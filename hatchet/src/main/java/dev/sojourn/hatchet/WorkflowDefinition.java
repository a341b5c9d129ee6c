package dev.sojourn.hatchet;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of one task, as it is registered with the engine.
 *
 * @param name letters, digits, dot, dash and underscore; without the namespace
 * @param action what a worker must serve to get its task, {@code service:verb}, without the
 *     namespace. Several workflows may name one action: then a new workflow needs no new worker
 * @param events keys whose events start a run; {@code *} stands for anything, and {@code _} and
 *     {@code %} match like in SQL {@code LIKE}, so look at the key again where that matters
 * @param crons expressions of five fields, or six with seconds first, in UTC
 * @param task how its task is treated
 * @param concurrency limits of runs at the same time
 * @param idempotency a key that one run holds; null for none
 */
public record WorkflowDefinition(
    String name,
    String action,
    List<String> events,
    List<String> crons,
    TaskOptions task,
    List<Concurrency> concurrency,
    @Nullable Idempotency idempotency) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");
  private static final Pattern ACTION =
      Pattern.compile("[a-zA-Z0-9._-]+:[a-zA-Z0-9._-]+(:[a-zA-Z0-9._-]+)?");

  public WorkflowDefinition {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "workflow '" + name + "': a name has letters, digits, dots, dashes and underscores only");
    }
    if (!ACTION.matcher(action).matches()) {
      throw new IllegalArgumentException("action '" + action + "' is not of the form service:verb");
    }
    action = action.toLowerCase(Locale.ROOT);
    events = List.copyOf(events);
    crons = List.copyOf(crons);
    concurrency = List.copyOf(concurrency);
  }

  /** A workflow whose action has its own name, without triggers and limits. */
  public static WorkflowDefinition of(String name, TaskOptions task) {
    return new WorkflowDefinition(
        name, name + ":" + name, List.of(), List.of(), task, List.of(), null);
  }

  /** The same, started by events of these keys. */
  public WorkflowDefinition onEvents(List<String> keys) {
    return new WorkflowDefinition(name, action, keys, crons, task, concurrency, idempotency);
  }

  /** The same, started at these times. */
  public WorkflowDefinition onCrons(List<String> expressions) {
    return new WorkflowDefinition(
        name, action, events, expressions, task, concurrency, idempotency);
  }

  /** The same with its task treated in another way. */
  public WorkflowDefinition withTask(TaskOptions other) {
    return new WorkflowDefinition(name, action, events, crons, other, concurrency, idempotency);
  }

  /** The same, done by whoever serves this action. */
  public WorkflowDefinition withAction(String other) {
    return new WorkflowDefinition(name, other, events, crons, task, concurrency, idempotency);
  }

  /** The same with these limits of runs at the same time. */
  public WorkflowDefinition withConcurrency(List<Concurrency> limits) {
    return new WorkflowDefinition(name, action, events, crons, task, limits, idempotency);
  }

  /** The same with a key that one run holds. */
  public WorkflowDefinition withIdempotency(Idempotency key) {
    return new WorkflowDefinition(name, action, events, crons, task, concurrency, key);
  }

  /** The same without anything that starts it by itself. */
  public WorkflowDefinition withoutTriggers() {
    return new WorkflowDefinition(
        name, action, List.of(), List.of(), task, concurrency, idempotency);
  }
}
