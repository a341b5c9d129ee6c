package dev.sojourn.runtime.email;

import dev.sojourn.core.schedule.Backoff;
import dev.sojourn.core.schedule.Pace;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
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
 * Hands admitted mails to the provider, so many at once and so fast as it allows, and says how each
 * attempt ended. Belongs to the mailer's context.
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
  private Pace pace;
  private boolean pausing;
  private boolean held;

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
    this.pace = Pace.of(provider.limits().perSecond());
  }

  /** Who is told when mails were let go because their leases had run out. */
  void onLapse(Runnable told) {
    lapsed = told;
  }

  void submit(Collection<Draft.Ready> mails) {
    waiting.addAll(mails);
    advance();
  }

  /** Keeps mails back, those that wait here among them; what is under way still ends. */
  void hold(boolean now) {
    held = now;
    recall();
  }

  private void recall() {
    if (held && !waiting.isEmpty()) {
      var claims = waiting.stream().map(Draft.Ready::claim).toList();
      waiting.clear();
      claimed.giveBack(claims);
      lapsed.run();
    }
  }

  private void advance() {
    recall();
    var late = new ArrayList<Claim>();
    var most = provider.limits().concurrency() + provider.ahead();
    while (!waiting.isEmpty() && underWay < most && pace.allows(clock.instant(), underWay)) {
      var next = waiting.remove();
      if (claimed.holds(next.claim())) {
        attempt(next);
      } else {
        late.add(next.claim());
      }
    }
    pause();
    if (!late.isEmpty()) {
      claimed.release(late);
      lapsed.run();
    }
  }

  /** Comes back when the provider may be asked again, if anything waits for that. */
  private void pause() {
    var wait = pace.waitAt(clock.instant());
    if (!waiting.isEmpty() && !wait.isZero() && !pausing) {
      pausing = true;
      context.owner().setTimer(wait.toMillis() + 1, timer -> context.runOnContext(this::resume));
    }
  }

  private void resume(@Nullable Void unused) {
    pausing = false;
    advance();
  }

  private void attempt(Draft.Ready letter) {
    underWay++;
    pace = pace.begun(clock.instant());
    Future.succeededFuture(letter.mail())
        .compose(mail -> provider.send(mail, () -> claimed.holds(letter.claim())))
        .timeout(provider.patience().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            (accepted, failure) ->
                context.runOnContext(back -> attempted(letter, accepted, failure)));
  }

  private void attempted(
      Draft.Ready letter, @Nullable Accepted accepted, @Nullable Throwable failure) {
    underWay--;
    var now = clock.instant();
    if (failure == null) {
      pace = pace.through(now);
      var providerId = accepted == null ? null : accepted.providerId();
      ended.accept(Outcome.sent(letter.claim(), now, providerId));
    } else {
      ended.accept(failed(letter, failure, now));
    }
    advance();
  }

  private Outcome failed(Draft.Ready letter, Throwable failure, Instant now) {
    var claim = letter.claim();
    var message =
        failure instanceof TimeoutException
            ? "provider '" + provider.id() + "' said nothing for " + provider.patience()
            : String.valueOf(failure.getMessage());
    var known = failure instanceof ProviderFailure said ? said : null;
    if (known != null && !known.isRetryable()) {
      pace = pace.through(now);
      // A mail that went to the house instead says nothing of the address it was for.
      var own = Draft.plain(letter.mail().to()).equals(letter.address());
      return own && known.kind() == ProviderFailure.Kind.BOUNCED
          ? Outcome.bounced(claim.addressed(letter.address()), message)
          : Outcome.failed(claim, "provider_refused", message);
    }
    var retryAfter = known == null ? null : known.retryAfter();
    if (known != null && known.kind() == ProviderFailure.Kind.THROTTLED && retryAfter != null) {
      pace = pace.asked(now, retryAfter);
    }
    return Backoff.OUTWARD
        .next(claim.attempts() + 1, Duration.between(letter.mail().date(), now), retryAfter, random)
        .map(wait -> Outcome.retry(claim, message, now.plus(wait)))
        .orElseGet(() -> Outcome.exhausted(claim, message));
  }
}
