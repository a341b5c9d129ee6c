package dev.sojourn.runtime.operator;

import dev.sojourn.core.identity.PasswordHash;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and compares passwords on threads of their own, a few at a time, so that a flood of them
 * takes neither the event loops nor all cores. Safe for all threads.
 */
final class Passwords {
  private final WorkerExecutor threads;
  private final SecureRandom randomness = new SecureRandom();
  private final int rounds;
  private final PasswordHash ofNobody;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int most;

  /**
   * No passwords yet.
   *
   * @param rounds how often one is hashed
   * @param most how many are in work and wait at the most
   */
  Passwords(Vertx vertx, int rounds, int threads, int most) {
    this.rounds = rounds;
    this.ofNobody = PasswordHash.ofNone(rounds, randomness);
    this.threads = vertx.createSharedWorkerExecutor("sojourn-passwords-" + threads, threads);
    this.most = most;
  }

  /** The hash of a password, or {@link Crowded}. */
  Future<PasswordHash> hash(String password) {
    return asked(() -> PasswordHash.of(password, rounds, randomness));
  }

  /**
   * Whether this is the password, or {@link Crowded}. Where there is none to compare with, that is
   * found out just as slowly.
   */
  Future<Boolean> match(@Nullable PasswordHash stored, String password) {
    return asked(
        () -> {
          boolean same = (stored == null ? ofNobody : stored).matches(password);
          return same && stored != null;
        });
  }

  Future<Void> close() {
    return threads.close();
  }

  private <T> Future<T> asked(Callable<T> work) {
    if (waiting.getAndIncrement() >= most) {
      waiting.decrementAndGet();
      return Future.failedFuture(new Crowded());
    }
    return threads.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
  }
}
