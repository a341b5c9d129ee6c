package dev.sojourn.runtime.outbound;

import dev.sojourn.core.webhook.Retries;
import dev.sojourn.core.webhook.Tried;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.outside.Answer;
import dev.sojourn.runtime.outside.Ask;
import dev.sojourn.runtime.outside.OutsideHttp;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Tries deliveries, and says how each try ended. Never fails. */
final class Attempts {
  private static final int LONGEST = 1_000;

  private final OutsideHttp http;
  private final Kinds kinds;
  private final PublicIds faces;
  private final InstantSource clock;
  private final Retries retries;
  private final RandomGenerator random = RandomGenerator.getDefault();

  Attempts(OutsideHttp http, Kinds kinds, PublicIds faces, InstantSource clock, Retries retries) {
    this.http = http;
    this.kinds = kinds;
    this.faces = faces;
    this.clock = clock;
    this.retries = retries;
  }

  /** How it ends to tell an endpoint a message. */
  Future<Outcome> of(Claimed claim, Endpoint endpoint) {
    return asked(claim, endpoint)
        .transform(
            made ->
                made.failed()
                    ? Future.succeededFuture(unsayable(claim, made.cause()))
                    : made.result()
                        .map(ask -> told(claim, endpoint, ask))
                        .orElseGet(
                            () -> Future.succeededFuture(ended(claim, new Tried.Delivered()))));
  }

  private Future<Optional<Ask>> asked(Claimed claim, Endpoint endpoint) {
    try {
      var id = "msg_" + faces.face(claim.messageId());
      return kinds.ask(endpoint, id, claim.body(), clock.instant());
    } catch (RuntimeException unsayable) {
      return Future.failedFuture(unsayable);
    }
  }

  private Future<Outcome> told(Claimed claim, Endpoint endpoint, Ask ask) {
    return http.ask(ask)
        .transform(
            answered ->
                answered.failed()
                    ? Future.succeededFuture(unheard(claim, answered.cause()))
                    : judged(claim, endpoint, answered.result()));
  }

  private Future<Outcome> judged(Claimed claim, Endpoint endpoint, Answer answer) {
    return answer.isGood()
        ? kinds
            .accepts(endpoint, answer)
            .map(taken -> taken ? answered(claim, answer) : refused(claim, answer))
            .recover(wrong -> Future.succeededFuture(unsayable(claim, wrong)))
        : Future.succeededFuture(answered(claim, answer));
  }

  private Outcome answered(Claimed claim, Answer answer) {
    var tried =
        Tried.of(
            claim.attempt(), answer.status(), claim.before(), answer.retryAfter(), retries, random);
    return new Outcome(
        claim,
        tried,
        clock.instant(),
        answer.status(),
        clean(answer.body()),
        answer.isGood() ? null : "answer " + answer.status());
  }

  /** An answer of success in which the destination says that it is none. */
  private Outcome refused(Claimed claim, Answer answer) {
    var tried = Tried.of(claim.attempt(), null, null, answer.retryAfter(), retries, random);
    var error = "answer " + answer.status() + " has not taken it";
    return new Outcome(claim, tried, clock.instant(), answer.status(), clean(answer.body()), error);
  }

  private Outcome unheard(Claimed claim, Throwable lost) {
    var tried = Tried.of(claim.attempt(), null, null, Optional.empty(), retries, random);
    var error = clean(OutsideHttp.inWords(lost));
    return new Outcome(claim, tried, clock.instant(), null, null, error);
  }

  /** Its kind cannot say what to ask; that is the same the next time. */
  private Outcome unsayable(Claimed claim, Throwable wrong) {
    return new Outcome(
        claim,
        new Tried.Failed(false, false),
        clock.instant(),
        null,
        null,
        clean(OutsideHttp.inWords(wrong)));
  }

  private Outcome ended(Claimed claim, Tried tried) {
    return new Outcome(claim, tried, clock.instant(), null, null, null);
  }

  private static @Nullable String clean(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var storable = text.replace("\0", "");
    return storable.length() <= LONGEST ? storable : storable.substring(0, LONGEST);
  }
}
