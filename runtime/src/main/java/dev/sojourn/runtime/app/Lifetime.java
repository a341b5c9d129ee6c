package dev.sojourn.runtime.app;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process holds, and lets go in reverse order when it is told to end. Being told, by SIGTERM
 * or SIGINT, is no failure: the exit code is 0 then.
 */
final class Lifetime {
  private static final Logger log = LoggerFactory.getLogger(Lifetime.class);

  private final Deque<AutoCloseable> held = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean over = new AtomicBoolean();

  /** A lifetime that ends with the process. */
  static Lifetime ofProcess() {
    Lifetime lifetime = new Lifetime();
    Runtime.getRuntime().addShutdownHook(new Thread(lifetime::ended, "sojourn-end"));
    return lifetime;
  }

  /** Lets this go at the end, before everything that was held earlier. */
  <T extends AutoCloseable> T hold(T resource) {
    held.push(resource);
    return resource;
  }

  /** Lets everything go now, because the process ends by itself. */
  void close() {
    over.set(true);
    for (AutoCloseable next = held.poll(); next != null; next = held.poll()) {
      try {
        next.close();
      } catch (Exception e) {
        log.warn("something did not end in order", e);
      }
    }
  }

  /** Waits until the process is told to end. */
  void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs in the shutdown hook, whose process has the code of a signal unless it halts. */
  private void ended() {
    if (!over.get()) {
      close();
      Runtime.getRuntime().halt(0);
    }
  }
}
