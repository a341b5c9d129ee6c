package dev.sojourn.runtime.thread;

import dev.sojourn.dsl.provider.FileFailed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Threads of their own for what may not end.
 *
 * <p>A pass that lasts longer than the limit has its thread interrupted, which ends it at the next
 * turn of a loop or blocking call. A thread that does not yield within the grace time is given up
 * and replaced; the pass is answered as overrun, and the rest of its chunk goes on elsewhere.
 */
public final class TimedThreads implements AutoCloseable {
  private static final int CHUNK = 64;
  private static final Duration SLOW = Duration.ofMillis(50);

  /**
   * How long a pass may last.
   *
   * @param limit wall clock until the thread is interrupted
   * @param grace wall clock from there until the thread is given up
   */
  record Patience(Duration limit, Duration grace) {
    /** Of a pass of a journey. */
    static final Patience JOURNEY = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(5));

    /** Of a file that somebody outside waits for. */
    static final Patience FILE = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(5));
  }

  private final BlockingQueue<Chunk<?, ?>> queue = new LinkedBlockingQueue<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch;
  private final Vertx vertx;
  private final String name;
  private final Patience patience;

  /**
   * So many threads, for whoever closes them.
   *
   * @param name what they are called
   */
  TimedThreads(Vertx vertx, String name, int threads, Patience patience) {
    this.vertx = vertx;
    this.name = name;
    this.patience = patience;
    for (int i = 0; i < threads; i++) {
      new Worker().begin();
    }
    watch = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, name + "-watch"));
    long tick = Math.max(10, Math.min(1000, patience.limit().toMillis() / 4));
    var unused = watch.scheduleAtFixedRate(this::look, tick, tick, TimeUnit.MILLISECONDS);
  }

  /** As many threads as there are cores for journeys; whoever asks closes them. */
  public static TimedThreads ofJourneys(Vertx vertx) {
    return new TimedThreads(
        vertx, "sojourn-replay", Runtime.getRuntime().availableProcessors(), Patience.JOURNEY);
  }

  /** As many threads as there are cores for the files of one kind, until Vert.x is closed. */
  public static TimedThreads ofFiles(Vertx vertx, String name) {
    var threads =
        new TimedThreads(vertx, name, Runtime.getRuntime().availableProcessors(), Patience.FILE);
    ((VertxInternal) vertx)
        .addCloseHook(
            closed -> {
              threads.close();
              closed.succeed();
            });
    return threads;
  }

  /**
   * What a file answers or throws, on the caller's context. Fails with {@link FileFailed} when it
   * did not end in time.
   *
   * @param file what is told of it then, such as {@code source 'acme'}
   */
  public <R> Future<R> run(String file, Callable<R> work) {
    Future<List<Future<R>>> done =
        spread(List.of(work), TimedThreads::outcome, (any, at) -> overrun(file, at));
    return done.compose(all -> all.get(0));
  }

  private static <R> Future<R> outcome(Callable<R> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception failed) {
      return Future.failedFuture(failed);
    }
  }

  private <R> Future<R> overrun(String file, StackTraceElement[] at) {
    var place = "";
    for (int i = at.length - 1; i >= 0; i--) {
      var source = at[i].getFileName();
      if (source != null && source.endsWith(".groovy") && at[i].getLineNumber() > 0) {
        place = ":" + at[i].getLineNumber();
      }
    }
    return Future.failedFuture(
        new FileFailed(
            "%s%s: ran longer than %d s and does not end; mend what stands there"
                .formatted(file, place, patience.limit().toSeconds()),
            null));
  }

  /**
   * Applies {@code pass} to each item and answers in the same order, on the caller's context.
   *
   * @param overrun the answer for an item whose pass did not end in time; never called twice
   */
  public <T, R> Future<List<R>> each(List<T> items, Function<T, R> pass, Function<T, R> overrun) {
    return spread(items, pass, (item, at) -> overrun.apply(item));
  }

  private <T, R> Future<List<R>> spread(
      List<T> items, Function<T, R> pass, BiFunction<T, StackTraceElement[], R> overrun) {
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
    workers.forEach(Worker::look);
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
    private final BiFunction<T, StackTraceElement[], R> overrun;
    private final Context context;
    private final AtomicReferenceArray<@Nullable Object> answers;
    private final Promise<List<R>> done = Promise.promise();

    Chunk(
        List<T> items,
        Function<T, R> pass,
        BiFunction<T, StackTraceElement[], R> overrun,
        Context context) {
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

    void giveUp(int i, StackTraceElement[] at) {
      answers.compareAndSet(i, null, overrun.apply(items.get(i), at));
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

  /** One item on its thread; what the thread and the watch do to it is in the order of stages. */
  private static final class Pass {
    private enum Stage {
      RUNNING,
      ASKED,
      INTERRUPTED,
      OVER
    }

    private final Chunk<?, ?> chunk;
    private final int index;
    private final long since = System.nanoTime();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RUNNING);

    Pass(Chunk<?, ?> chunk, int index) {
      this.chunk = chunk;
      this.index = index;
    }

    Duration lasted() {
      return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Interrupts it, and nothing that runs on its thread after it. */
    void interrupt(Thread thread) {
      if (stage.compareAndSet(Stage.RUNNING, Stage.ASKED)) {
        thread.interrupt();
        stage.set(Stage.INTERRUPTED);
      }
    }

    /** It is taken from its thread, unless it is over. */
    boolean giveUp() {
      return stage.compareAndSet(Stage.INTERRUPTED, Stage.OVER);
    }

    /** It has come to its end; false if it was given up before. On its thread. */
    boolean end() {
      if (stage.compareAndSet(Stage.RUNNING, Stage.OVER)) {
        return true;
      }
      while (stage.get() == Stage.ASKED) {
        Thread.onSpinWait();
      }
      Thread.interrupted();
      return giveUp();
    }
  }

  /** One thread; after it was given up it leaves its chunk alone. */
  private final class Worker implements Runnable {
    private final Thread thread = daemon(this, name);
    private volatile @Nullable Pass pass;
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
          // The end of the service, which `left` tells.
        }
      }
      workers.remove(this);
    }

    private void work(Chunk<?, ?> mine) {
      try {
        for (int i = 0; i < mine.size(); i++) {
          if (!mine.isAnswered(i)) {
            var lasted = one(mine, i);
            if (left) {
              return;
            }
            if (lasted.compareTo(SLOW) > 0 && i + 1 < mine.size() && queue.peek() != null) {
              queue.add(mine);
              return;
            }
          }
        }
        mine.finish();
      } catch (Throwable bug) {
        if (!left) {
          mine.fail(bug);
        }
        if (bug instanceof VirtualMachineError fatal && !(bug instanceof StackOverflowError)) {
          throw fatal;
        }
      }
    }

    private Duration one(Chunk<?, ?> mine, int i) {
      var now = new Pass(mine, i);
      pass = now;
      try {
        mine.run(i);
      } finally {
        pass = null;
        if (!now.end()) {
          left = true;
        }
      }
      return now.lasted();
    }

    void look() {
      var busy = pass;
      if (busy == null || left) {
        return;
      }
      var lasted = busy.lasted();
      if (lasted.compareTo(patience.limit().plus(patience.grace())) > 0) {
        var at = thread.getStackTrace();
        if (busy.giveUp()) {
          left = true;
          workers.remove(this);
          busy.chunk.giveUp(busy.index, at);
          queue.add(busy.chunk);
          new Worker().begin();
        }
      } else if (lasted.compareTo(patience.limit()) > 0) {
        busy.interrupt(thread);
      }
    }
  }
}
