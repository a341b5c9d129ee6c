package dev.sojourn.hatchet.worker;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a worker decides. Nothing that blocks runs on it, so heartbeats are never
 * late for what a task does. After {@link #close} nothing runs any more.
 */
final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final ScheduledThreadPoolExecutor thread;

  Loop(String name) {
    thread = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "hatchet-" + name));
    thread.setRemoveOnCancelPolicy(true);
  }

  boolean isClosed() {
    return thread.isShutdown();
  }

  void execute(Runnable action) {
    try {
      thread.execute(guarded(action));
    } catch (RejectedExecutionException closed) {
      LOG.debug("The worker is closed: an answer is dropped");
    }
  }

  Future<?> after(Duration wait, Runnable action) {
    return scheduled(
        () -> thread.schedule(guarded(action), wait.toMillis(), TimeUnit.MILLISECONDS));
  }

  Future<?> every(Duration period, Runnable action) {
    long millis = period.toMillis();
    return scheduled(
        () -> thread.scheduleAtFixedRate(guarded(action), millis, millis, TimeUnit.MILLISECONDS));
  }

  private static Future<?> scheduled(Supplier<Future<?>> schedule) {
    try {
      return schedule.get();
    } catch (RejectedExecutionException closed) {
      return new FutureTask<>(() -> null);
    }
  }

  /** A mistake of ours must not end a timer, and with it the worker's heartbeat. */
  private static Runnable guarded(Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("The worker failed at one thing and goes on", e);
      }
    };
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
