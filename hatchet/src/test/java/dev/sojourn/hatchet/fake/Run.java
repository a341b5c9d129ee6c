package dev.sojourn.hatchet.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run, which is also its only task: what the engine's tables hold of it. Owned by the loop. */
final class Run {
  /** One line of the run's history. */
  record Line(Instant at, String type, String message) {}

  final String id;
  final NewRun asked;
  final Instant createdAt;
  final DurableLog log = new DurableLog();
  final List<Line> history = new ArrayList<>();
  final List<String> children = new ArrayList<>();

  RunState state = RunState.QUEUED;
  int retryCount;
  int appRetries;
  int internalRetries;

  /** Restored runs come first. */
  boolean isUrgent;

  @Nullable Worker worker;
  @Nullable Instant timeoutAt;
  @Nullable Instant startedAt;
  @Nullable Instant finishedAt;
  @Nullable String output;
  @Nullable String error;
  Timers.Timer timeout = Timers.Timer.NONE;

  Run(String id, NewRun asked, Instant createdAt) {
    this.id = id;
    this.asked = asked;
    this.createdAt = createdAt;
  }

  WorkflowVersion version() {
    return asked.version();
  }

  boolean isDurable() {
    return version().isDurable();
  }

  String taskName() {
    return version().task().getReadableId();
  }

  void note(Instant at, String type, String message) {
    history.add(new Line(at, type, message));
  }
}
