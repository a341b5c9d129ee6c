package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One attempt at a task, as its body sees it. */
public interface TaskRun {
  /** Id of the run. */
  String runId();

  /** Id of the task; the one of the run if the workflow has one task. */
  String taskId();

  /** Id of the worker that has it, which dies with every new registration. */
  String workerId();

  /** The action it was assigned for, with the namespace. */
  String action();

  /** Id of the workflow; empty if the engine did not say. */
  String workflowId();

  /** Name of the task, which is the workflow's without the namespace. */
  String taskName();

  /** What the run was started with: of a run started by an event, the event's payload. */
  Json input();

  /** The run's metadata, values as text. */
  Map<String, String> metadata();

  /** Id of the event that started the run, if one did. */
  Optional<String> eventId();

  /** Key of the event that started the run, without the namespace, if one did. */
  Optional<String> eventKey();

  /** Attempts before this one, those that the engine made after the loss of a worker included. */
  int retryCount();

  /** How often the task was assigned to a worker, this time included; from 1. */
  int invocation();

  /**
   * How the invocation leaves this worker. After any ending but {@code REPORTED} nothing it does
   * counts, and operations it asks for are never answered.
   */
  CompletionStage<Ending> ended();

  /** How an invocation leaves a worker. */
  enum Ending {
    /** Its result was taken by the engine. */
    REPORTED,
    /** It waits, and no worker holds it; it begins again from the top when the wait is over. */
    EVICTED,
    /** Its run was cancelled, or timed out. */
    CANCELLED,
    /** A newer invocation exists. */
    SUPERSEDED,
    /** The connection was lost at a point from which it cannot go on; another attempt follows. */
    LOST
  }
}
