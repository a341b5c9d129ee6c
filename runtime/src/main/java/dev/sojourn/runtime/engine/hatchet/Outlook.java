package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.runtime.engine.EngineStatus.Remote;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How Hatchet stands, asked at most every five seconds however many ask. */
final class Outlook {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final Set<Short> TOPICS =
      Stream.of(Letters.TOPICS, Letters.PASSED)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private final Context home;
  private final HatchetClient client;
  private final Outbox outbox;
  private final InstantSource clock;
  private volatile Remote last = new Remote("not asked yet", 0, 0);
  private volatile long freshUntil = System.nanoTime();
  private volatile @Nullable Future<Remote> looking;

  Outlook(Context home, HatchetClient client, Outbox outbox, InstantSource clock) {
    this.home = home;
    this.client = client;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** As it was last seen. */
  Remote last() {
    return last;
  }

  /** As it stands; {@code work} is the worker of this process, if it has one. */
  Future<Remote> look(@Nullable HatchetWork work) {
    if (System.nanoTime() - freshUntil < 0) {
      return Future.succeededFuture(last);
    }
    Future<Remote> underWay = looking;
    if (underWay == null || underWay.isComplete()) {
      underWay = ask(work).onSuccess(this::seen);
      looking = underWay;
    }
    return underWay;
  }

  private void seen(Remote remote) {
    last = remote;
    freshUntil = System.nanoTime() + FRESH_NANOS;
  }

  private Future<Remote> ask(@Nullable HatchetWork work) {
    Future<String> trouble =
        Stages.future(client.check(), home)
            .compose(version -> work == null ? Future.succeededFuture("") : work.trouble())
            .otherwise(failure -> String.valueOf(failure.getMessage()));
    Future<@Nullable Instant> oldest = outbox.oldest(TOPICS);
    return Future.all(trouble, oldest)
        .map(
            both ->
                new Remote(
                    trouble.result().isEmpty() ? null : trouble.result(),
                    work == null ? 0 : work.tasks(),
                    age(oldest.result())));
  }

  private long age(@Nullable Instant oldest) {
    return oldest == null ? 0 : Math.max(0, Duration.between(oldest, clock.instant()).toSeconds());
  }
}
