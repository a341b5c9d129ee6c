package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is believed for a while, so that probes, which everybody may send, cost little
 * however many come. Safe for all threads.
 */
final class Believed<T> {
  private static final long PATIENCE_MS = 1_500;
  private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Asked<T>(Future<@Nullable T> answer, long atNanos) {
    boolean isFresh() {
      return System.nanoTime() - atNanos < BELIEVED_NANOS;
    }
  }

  private final Supplier<Future<T>> ask;
  private final Predicate<@Nullable T> lasting;
  private final AtomicReference<@Nullable Asked<T>> last = new AtomicReference<>();

  /**
   * Asks nobody yet.
   *
   * @param lasting the answers that are believed; others, null among them, are asked for again
   */
  Believed(Supplier<Future<T>> ask, Predicate<@Nullable T> lasting) {
    this.ask = ask;
    this.lasting = lasting;
  }

  /** The answer; null when none came within 1.5 s. */
  Future<@Nullable T> get() {
    Asked<T> known = last.get();
    return Here.of(known != null && known.isFresh() ? known.answer() : asked());
  }

  private Future<@Nullable T> asked() {
    Future<@Nullable T> answer =
        ask.get().timeout(PATIENCE_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    Asked<T> asked = new Asked<>(answer, System.nanoTime());
    last.set(asked);
    return answer.onSuccess(
        found -> {
          if (!lasting.test(found)) {
            last.compareAndSet(asked, null);
          }
        });
  }
}
