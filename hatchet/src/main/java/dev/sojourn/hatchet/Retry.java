package dev.sojourn.hatchet;

import dev.sojourn.hatchet.HatchetException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * When a call that failed is made again: exponential with full jitter, uniform in [first, min(cap,
 * first·2^n)]. Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param attempts calls in all, at least 1
 * @param kinds failures after which it is made again
 * @param first shortest wait
 * @param cap longest wait
 * @param deadline how long one call may take
 */
public record Retry(
    int attempts, Set<Kind> kinds, Duration first, Duration cap, Duration deadline) {

  /** For calls that may be made twice without harm. */
  public static final Retry REPEATABLE =
      new Retry(
          5,
          Set.of(Kind.UNREACHABLE, Kind.UNANSWERED, Kind.TLS, Kind.LIMITED),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20));

  /** For what several workers register at once, by which the engine may fail for one of them. */
  public static final Retry SHARED =
      REPEATABLE.after(
          Set.of(Kind.UNREACHABLE, Kind.UNANSWERED, Kind.TLS, Kind.LIMITED, Kind.ENGINE));

  /** For calls whose repetition would do the thing twice: again only if nothing was done. */
  public static final Retry CAREFUL =
      REPEATABLE.after(Set.of(Kind.UNREACHABLE, Kind.TLS, Kind.LIMITED));

  /** For what must arrive, however long it takes: a result whose loss would run the task again. */
  public static final Retry UNENDING =
      new Retry(
          Integer.MAX_VALUE,
          Set.of(
              Kind.UNREACHABLE, Kind.UNANSWERED, Kind.LIMITED, Kind.ENGINE, Kind.TOKEN, Kind.TLS),
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20));

  /** For calls that are made once, and whose caller decides what a failure means; 5 s each. */
  public static final Retry ONCE =
      new Retry(1, Set.of(), Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));

  public Retry {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts '" + attempts + "' is below 1");
    }
    kinds = Set.copyOf(kinds);
  }

  private Retry after(Set<Kind> other) {
    return new Retry(attempts, other, first, cap, deadline);
  }

  /**
   * How long to wait before the next call; empty if there is none.
   *
   * @param failed calls made so far, from 1
   * @param kind how the last one failed
   */
  public Optional<Duration> next(int failed, Kind kind, RandomGenerator random) {
    if (failed >= attempts || !kinds.contains(kind)) {
      return Optional.empty();
    }
    long shortest = first.toMillis();
    long grown = shortest << Math.min(failed, 20);
    long longest = Math.max(shortest, Math.min(cap.toMillis(), grown));
    return Optional.of(Duration.ofMillis(random.nextLong(shortest, longest + 1)));
  }
}
