package dev.sojourn.hatchet.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the engine's state: every request, timer and look of a test is a piece
 * of work on it, one at a time, in the order of arrival. After each piece it does what is due and
 * tells those who wait for a state.
 */
final class EngineLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

  private record Watch(BooleanSupplier state, CompletableFuture<Boolean> reached) {}

  private final EngineClock clock;
  private final Timers timers;
  private final ScheduledThreadPoolExecutor thread;
  private final List<Watch> watches = new ArrayList<>();
  private @Nullable Future<?> alarm;

  EngineLoop(EngineClock clock, Timers timers) {
    this.clock = clock;
    this.timers = timers;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "fake-hatchet");
              made.setDaemon(true);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
  }

  /** Does the work some time soon. Work that arrives after the end is dropped. */
  void tell(Runnable work) {
    try {
      thread.execute(() -> turn(work));
    } catch (RejectedExecutionException ended) {
      LOG.debug("the engine has ended; dropped a request", ended);
    }
  }

  /** Does the work and waits for its answer; not to be called on the loop itself. */
  <T extends @Nullable Object> T call(Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    tell(
        () -> {
          try {
            answer.complete(work.get());
          } catch (RuntimeException failed) {
            answer.completeExceptionally(failed);
          }
        });
    try {
      return answer.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed);
    } catch (TimeoutException late) {
      throw new IllegalStateException("the fake engine did not answer within 30 s", late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the fake engine", stopped);
    }
  }

  /** Whether the state was reached within the limit, in the machine's time. */
  boolean reaches(BooleanSupplier state, Duration limit) {
    CompletableFuture<Boolean> reached = new CompletableFuture<>();
    tell(() -> watches.add(new Watch(state, reached)));
    try {
      return reached.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      tell(() -> watches.removeIf(watch -> watch.reached == reached));
      return false;
    } catch (ExecutionException failed) {
      throw new IllegalStateException(
          "the state that was waited for failed to be read", failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the fake engine", stopped);
    }
  }

  private void turn(Runnable work) {
    try {
      work.run();
      while (clock.isRunning() && timers.runOne(clock.instant())) {
        LOG.trace("a timer fired");
      }
    } catch (RuntimeException failed) {
      LOG.error("work of the fake engine failed", failed);
    }
    tellWatches();
    setAlarm();
  }

  private void tellWatches() {
    watches.removeIf(
        watch -> {
          try {
            return watch.state.getAsBoolean() && watch.reached.complete(true);
          } catch (RuntimeException failed) {
            watch.reached.completeExceptionally(failed);
            return true;
          }
        });
  }

  private void setAlarm() {
    if (!clock.isRunning()) {
      return;
    }
    if (alarm != null) {
      alarm.cancel(false);
    }
    Instant next = timers.next().orElse(null);
    if (next != null && !thread.isShutdown()) {
      long millis = Math.max(0, Duration.between(clock.instant(), next).toMillis() + 1);
      alarm = thread.schedule(() -> turn(() -> {}), millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
