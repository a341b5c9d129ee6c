package dev.sojourn.runtime.http;

import dev.sojourn.core.identity.UserTokens;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.Sender;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Who sends an event, as the key says, and whom it may touch. */
final class Senders {
  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("idempotency-key");

  private final UserTokens tokens;
  private final Contacts contacts;

  Senders(UserTokens tokens, Contacts contacts) {
    this.tokens = tokens;
    this.contacts = contacts;
  }

  /** The key under which a request may be repeated, or null. */
  static @Nullable String idempotencyKey(HttpServerRequest request) {
    return request.getHeader(IDEMPOTENCY_KEY);
  }

  /** The sender of one event. */
  Sender of(ApiKey key, @Nullable String idempotencyKey) {
    return key.isPublishable()
        ? new Sender(0, Source.INAPP, false, idempotencyKey, tokens)
        : new Sender(0, Source.API, key.may(Scope.FULL_ADMIN), idempotencyKey);
  }

  /** Done if the sender may touch whom the event is about, else {@link Refusal} 403. */
  Future<NewEvent> mayTouch(Sender sender, NewEvent event) {
    String anonymousId = sender.tokens() == null ? null : event.onlyAnonymousId();
    return anonymousId == null
        ? Future.succeededFuture(event)
        : contacts
            .isIdentified(sender.tenant(), anonymousId)
            .compose(
                known ->
                    known
                        ? Future.failedFuture(
                            Refusal.of(
                                403,
                                "anonymousId names somebody who is known; send the userId and its"
                                    + " userToken"))
                        : Future.succeededFuture(event));
  }
}
