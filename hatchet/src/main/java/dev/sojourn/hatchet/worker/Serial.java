package dev.sojourn.hatchet.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pieces of one body one after another on a shared executor, and says when it has run all
 * that it was given.
 */
final class Serial {
  private static final Logger LOG = LoggerFactory.getLogger(Serial.class);

  private final Executor executor;
  private final IntConsumer rested;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> pieces = new ArrayDeque<>();
  private boolean running;
  private int handled;

  /**
   * A body's order of work.
   *
   * @param rested gets the count of pieces that have run, whenever none is left
   */
  Serial(Executor executor, IntConsumer rested) {
    this.executor = executor;
    this.rested = rested;
  }

  void execute(Runnable piece) {
    lock.lock();
    try {
      pieces.add(piece);
      if (running) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException closed) {
      LOG.debug("A body is not continued: its executor is closed");
    }
  }

  private void run() {
    while (true) {
      Runnable piece;
      lock.lock();
      try {
        piece = pieces.poll();
        if (piece == null) {
          running = false;
          rested.accept(handled);
          return;
        }
      } finally {
        lock.unlock();
      }
      piece.run();
      handled++;
    }
  }
}
