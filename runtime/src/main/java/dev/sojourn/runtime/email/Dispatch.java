package dev.sojourn.runtime.email;

import dev.sojourn.core.schedule.Backoff;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Hands admitted mails to the provider, so many at once as it allows, and says how each attempt
 * ended. Belongs to the mailer's context.
 */
final class Dispatch {
  private final Context context;
  private final Provider provider;
  private final InstantSource clock;
  private final ClaimedSends claimed;
  private final Consumer<Outcome> ended;
  private final Deque<Draft.Ready> waiting = new ArrayDeque<>();
  private final RandomGenerator random = RandomGenerator.getDefault();
  private Runnable lapsed = () -> {};
  private int underWay;

  Dispatch(
      Context context,
      Provider provider,
      InstantSource clock,
      ClaimedSends claimed,
      Consumer<Outcome> ended) {
    this.context = context;
    this.provider = provider;
    this.clock = clock;
    this.claimed = claimed;
    this.ended = ended;
  }

  /** Who is told when mails were let go because their leases had run out. */
  void onLapse(Runnable told) {
    lapsed = told;
  }

  void submit(Collection<Draft.Ready> mails) {
    waiting.addAll(mails);
    advance();
  }

  private void advance() {
    var late = new ArrayList<Claim>();
    while (underWay < provider.concurrency() && !waiting.isEmpty()) {
      var next = waiting.remove();
      if (claimed.holds(next.claim())) {
        attempt(next);
      } else {
        late.add(next.claim());
      }
    }
    if (!late.isEmpty()) {
      claimed.release(late);
      lapsed.run();
    }
  }

  private void attempt(Draft.Ready letter) {
    underWay++;
    Future.succeededFuture(letter.mail())
        .compose(provider::send)
        .timeout(provider.patience().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            (accepted, failure) ->
                context.runOnContext(back -> attempted(letter.claim(), accepted, failure)));
  }

  private void attempted(Claim claim, @Nullable Accepted accepted, @Nullable Throwable failure) {
    underWay--;
    if (failure == null) {
      ended.accept(
          Outcome.sent(claim, clock.instant(), accepted == null ? null : accepted.providerId()));
    } else {
      ended.accept(failed(claim, failure));
    }
    advance();
  }

  private Outcome failed(Claim claim, Throwable failure) {
    var message =
        failure instanceof TimeoutException
            ? "provider '" + provider.id() + "' said nothing for " + provider.patience()
            : String.valueOf(failure.getMessage());
    var known = failure instanceof ProviderFailure said ? said : null;
    if (known != null && !known.isRetryable()) {
      return Outcome.failed(claim, "provider_refused", message);
    }
    var retryAfter = known == null ? null : known.retryAfter();
    return Backoff.OUTWARD
        .next(claim.attempts() + 1, retryAfter, random)
        .map(wait -> Outcome.retry(claim, message, clock.instant().plus(wait)))
        .orElseGet(() -> Outcome.exhausted(claim, message));
  }
}
