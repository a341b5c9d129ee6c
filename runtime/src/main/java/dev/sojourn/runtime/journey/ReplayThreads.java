package dev.sojourn.runtime.journey;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which scripts run, as many as there are cores.
 *
 * <p>A pass that lasts longer than the limit has its thread interrupted, which ends it at the next
 * turn of a loop or blocking call. A thread that does not yield within the grace time is given up
 * and replaced; the pass is answered as overrun, and the rest of its chunk goes on elsewhere.
 */
final class ReplayThreads implements AutoCloseable {
  private static final int CHUNK = 64;
  private static final Duration SLOW = Duration.ofMillis(50);

  /**
   * How long a pass may last.
   *
   * @param limit wall clock until the thread is interrupted
   * @param grace wall clock from there until the thread is given up
   */
  record Patience(Duration limit, Duration grace) {
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(5));
  }

  private final BlockingQueue<Chunk<?, ?>> queue = new LinkedBlockingQueue<>();
  private final java.util.Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch;
  private final Vertx vertx;
  private final Patience patience;

  ReplayThreads(Vertx vertx, int threads, Patience patience) {
    this.vertx = vertx;
    this.patience = patience;
    for (int i = 0; i < threads; i++) {
      new Worker().begin();
    }
    watch =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "sojourn-replay-watch"));
    long tick = Math.max(10, Math.min(1000, patience.limit().toMillis() / 4));
    var unused = watch.scheduleAtFixedRate(this::look, tick, tick, TimeUnit.MILLISECONDS);
  }

  /**
   * Applies {@code pass} to each item and answers in the same order, on the caller's context.
   *
   * @param overrun the answer for an item whose pass did not end in time; never called twice
   */
  <T, R> Future<List<R>> each(List<T> items, Function<T, R> pass, Function<T, R> overrun) {
    List<Future<List<R>>> parts = new ArrayList<>();
    Context context = vertx.getOrCreateContext();
    for (int from = 0; from < items.size(); from += CHUNK) {
      List<T> part = items.subList(from, Math.min(from + CHUNK, items.size()));
      Chunk<T, R> chunk = new Chunk<>(part, pass, overrun, context);
      parts.add(chunk.done.future());
      queue.add(chunk);
    }
    return Future.all(parts)
        .map(
            all -> {
              List<R> answers = new ArrayList<>(items.size());
              parts.forEach(part -> answers.addAll(part.result()));
              return answers;
            });
  }

  private void look() {
    long now = System.nanoTime();
    workers.forEach(worker -> worker.look(now));
  }

  @Override
  public void close() {
    watch.shutdownNow();
    workers.forEach(Worker::end);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Items that one thread works through; a cell is filled once, by whoever is first. */
  private static final class Chunk<T, R> {
    private final List<T> items;
    private final Function<T, R> pass;
    private final Function<T, R> overrun;
    private final Context context;
    private final AtomicReferenceArray<@Nullable Object> answers;
    private final Promise<List<R>> done = Promise.promise();

    Chunk(List<T> items, Function<T, R> pass, Function<T, R> overrun, Context context) {
      this.items = items;
      this.pass = pass;
      this.overrun = overrun;
      this.context = context;
      this.answers = new AtomicReferenceArray<>(items.size());
    }

    void run(int i) {
      Object answer = pass.apply(items.get(i));
      answers.compareAndSet(i, null, answer);
    }

    void giveUp(int i) {
      answers.compareAndSet(i, null, overrun.apply(items.get(i)));
    }

    int size() {
      return items.size();
    }

    boolean isAnswered(int i) {
      return answers.get(i) != null;
    }

    @SuppressWarnings("unchecked") // an array of atomic references has no type of its items
    void finish() {
      List<R> all = new ArrayList<>(items.size());
      for (int i = 0; i < items.size(); i++) {
        all.add((R) answers.get(i));
      }
      context.runOnContext(any -> done.tryComplete(Collections.unmodifiableList(all)));
    }

    void fail(Throwable failure) {
      context.runOnContext(any -> done.tryFail(failure));
    }
  }

  /** One thread; after it was given up it leaves its chunk alone. */
  private final class Worker implements Runnable {
    private final Thread thread = daemon(this, "sojourn-replay");
    private volatile @Nullable Chunk<?, ?> chunk;
    private volatile int index;
    private volatile long since;
    private volatile boolean interrupted;
    private volatile boolean left;

    void begin() {
      workers.add(this);
      thread.start();
    }

    void end() {
      left = true;
      thread.interrupt();
    }

    @Override
    public void run() {
      while (!left) {
        try {
          work(queue.take());
        } catch (InterruptedException asked) {
          // Either the end of the service, which `left` tells, or an interrupt that came late.
        }
      }
      workers.remove(this);
    }

    private void work(Chunk<?, ?> mine) {
      try {
        for (int i = 0; i < mine.size() && !left; i++) {
          if (!mine.isAnswered(i)) {
            one(mine, i);
            if (System.nanoTime() - since > SLOW.toNanos() && queue.peek() != null) {
              queue.add(mine);
              return;
            }
          }
        }
        if (!left) {
          mine.finish();
        }
      } catch (Throwable bug) {
        mine.fail(bug);
        if (bug instanceof VirtualMachineError fatal && !(bug instanceof StackOverflowError)) {
          throw fatal;
        }
      } finally {
        chunk = null;
      }
    }

    private void one(Chunk<?, ?> mine, int i) {
      index = i;
      interrupted = false;
      since = System.nanoTime();
      chunk = mine;
      mine.run(i);
      chunk = null;
      if (interrupted) {
        Thread.interrupted();
      }
    }

    void look(long now) {
      Chunk<?, ?> busy = chunk;
      int item = index;
      if (busy == null || left) {
        return;
      }
      long lasted = now - since;
      if (lasted > patience.limit().plus(patience.grace()).toNanos()) {
        left = true;
        workers.remove(this);
        busy.giveUp(item);
        queue.add(busy);
        new Worker().begin();
      } else if (lasted > patience.limit().toNanos() && !interrupted) {
        interrupted = true;
        thread.interrupt();
      }
    }
  }
}
