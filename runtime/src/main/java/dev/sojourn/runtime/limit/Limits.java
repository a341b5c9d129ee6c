package dev.sojourn.runtime.limit;

import dev.sojourn.core.limit.Left;
import dev.sojourn.core.limit.Rate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often askers may ask, over all processes that share a Redis. Safe for all threads. */
public final class Limits {
  private static final Logger log = LoggerFactory.getLogger(Limits.class);

  private final Windows own;
  private final @Nullable RedisWindows shared;
  private final Breaker breaker = new Breaker();

  private Limits(Windows own, @Nullable RedisWindows shared) {
    this.own = own;
    this.shared = shared;
  }

  /**
   * Limits that connect when they are first asked.
   *
   * @param clock the time that all processes share
   * @param redisUrl as {@code redis://:password@host:6379/0} or {@code rediss://…}; empty for each
   *     process on its own
   */
  public static Limits open(Vertx vertx, InstantSource clock, Optional<String> redisUrl) {
    return new Limits(
        new MemoryWindows(clock),
        redisUrl
            .map(url -> new RedisWindows(vertx, clock, new RedisLink(vertx, url)))
            .orElse(null));
  }

  /**
   * Grants all of what an asker asks for, or nothing. Never fails; done at once where nothing is
   * shared.
   *
   * @param asker whose count it is, such as the id of a key
   * @param cost how many, 0 or more
   */
  public Future<Left> ask(Rate rate, long asker, int cost) {
    RedisWindows redis = shared;
    if (redis == null) {
      return own.ask(rate, asker, cost);
    }
    if (breaker.isOpen()) {
      retryIfDue(redis);
      return own.ask(rate, asker, cost);
    }
    return redis
        .ask(rate, asker, cost)
        .recover(
            failure -> {
              gone(failure);
              return own.ask(rate, asker, cost);
            });
  }

  /**
   * Asks whether counts are shared now: fails if not; empty if there is nothing to share them in.
   */
  public Optional<Future<Void>> look() {
    RedisWindows redis = shared;
    return redis == null
        ? Optional.empty()
        : Optional.of(
            areShared().orElse(false)
                ? redis.probe().onFailure(this::gone)
                : Future.failedFuture("Redis is away"));
  }

  /**
   * Whether counts are shared, as was last found out; empty if there is nothing to share them in.
   */
  public Optional<Boolean> areShared() {
    RedisWindows redis = shared;
    if (redis == null) {
      return Optional.empty();
    }
    retryIfDue(redis);
    return Optional.of(!breaker.isOpen());
  }

  /** Closes the connection; later askers are counted by this process. */
  public Future<Void> close() {
    RedisWindows redis = shared;
    return redis == null ? Future.succeededFuture() : redis.close();
  }

  private void gone(Throwable failure) {
    if (breaker.failed(System.nanoTime())) {
      log.warn(
          "Redis is away, so this process counts requests for itself until it is back: {}",
          failure.getMessage());
    }
  }

  private void retryIfDue(RedisWindows redis) {
    if (!breaker.mayTry(System.nanoTime())) {
      return;
    }
    redis
        .probe()
        .onSuccess(
            pong -> {
              breaker.succeeded();
              log.info("Redis is back: requests are counted over all processes again");
            })
        .onFailure(this::gone);
  }
}
