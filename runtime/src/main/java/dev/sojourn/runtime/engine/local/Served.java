package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.engine.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** A task that this process serves, with its runs that wait for a thread. */
final class Served {
  private final int id;
  private final String name;
  private final boolean assigned;
  private final Deque<Held> waiting = new ArrayDeque<>();
  private Task task;
  private final AtomicInteger inWork = new AtomicInteger();
  private int advancing;

  /** A task whose runs are claimed here. */
  Served(int id, Task task) {
    this(id, task, false);
  }

  /** A task; another engine may say when its runs are taken up. */
  Served(int id, Task task, boolean assigned) {
    this.id = id;
    this.name = task.name();
    this.assigned = assigned;
    this.task = task;
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  /** Whether another engine says when its runs are taken up. */
  boolean assigned() {
    return assigned;
  }

  Task task() {
    return task;
  }

  void replace(Task newer) {
    task = newer;
  }

  Deque<Held> waiting() {
    return waiting;
  }

  /** How many of its runs are in work; any thread. */
  int inWork() {
    return inWork.get();
  }

  void inWork(int change) {
    inWork.addAndGet(change);
  }

  int advancing() {
    return advancing;
  }

  void advancing(int change) {
    advancing += change;
  }
}
