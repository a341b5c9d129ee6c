package dev.sojourn.runtime.database;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done in rounds, one at a time, on one context: when somebody nudges, and when the
 * round before said that there would be something again. While there is nothing it asks nothing.
 */
public final class Rounds {
  private final Context context;
  private final Supplier<Future<@Nullable Duration>> round;
  private final Function<Throwable, Duration> failed;
  private final Promise<Void> ended = Promise.promise();
  private long timer = -1;
  private boolean working;
  private boolean nudged;
  private boolean closing;

  private Rounds(
      Context context,
      Supplier<Future<@Nullable Duration>> round,
      Function<Throwable, Duration> failed) {
    this.context = context;
    this.round = round;
    this.failed = failed;
  }

  /**
   * Rounds that have not begun.
   *
   * @param context where each begins
   * @param round does what there is; answers how long to rest, null until somebody nudges
   * @param failed tells of a round that failed; answers how long to rest then
   */
  public static Rounds on(
      Context context,
      Supplier<Future<@Nullable Duration>> round,
      Function<Throwable, Duration> failed) {
    return new Rounds(context, round, failed);
  }

  /** There may be something to do; from any thread. */
  public void nudge() {
    context.runOnContext(here -> work());
  }

  /** Whether a long round had better end: another is wanted, or none any more. */
  public boolean isInterrupted() {
    return nudged || closing;
  }

  /** Begins no round any more; done when the one under way is. */
  public Future<Void> close() {
    context.runOnContext(
        here -> {
          closing = true;
          context.owner().cancelTimer(timer);
          if (!working) {
            ended.tryComplete();
          }
        });
    return ended.future();
  }

  private void work() {
    nudged = true;
    if (working || closing) {
      return;
    }
    working = true;
    nudged = false;
    context.owner().cancelTimer(timer);
    begun().onComplete((rest, why) -> context.runOnContext(home -> worked(rest, why)));
  }

  /** What a round throws is its failure, or there would never be another one. */
  private Future<@Nullable Duration> begun() {
    try {
      return round.get();
    } catch (RuntimeException thrown) {
      return Future.failedFuture(thrown);
    }
  }

  private void worked(@Nullable Duration asked, @Nullable Throwable failure) {
    working = false;
    Duration rest = failure == null ? asked : failed.apply(failure);
    if (closing) {
      ended.tryComplete();
    } else if (nudged || (rest != null && rest.isZero())) {
      work();
    } else if (rest != null) {
      timer = context.owner().setTimer(Math.max(1, rest.toMillis()), rung -> nudge());
    }
  }
}
