package dev.sojourn.runtime.http;

import dev.sojourn.core.identity.UserTokens;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.IdentityKey;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.Sender;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
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

  /** Whom a request is about by its query, as {@link #who(RoutingContext, JsonObject)}. */
  Who who(RoutingContext request) {
    return proved(request, Who.of(request), request.request().getParam("userToken"));
  }

  /**
   * Whom a request is about by its body: {@link Refusal} 403 for a browser that speaks of anybody
   * but the user that its token proves.
   */
  Who who(RoutingContext request, JsonObject said) {
    return proved(request, Who.of(said), said.getString("userToken"));
  }

  private Who proved(RoutingContext request, Who who, @Nullable String token) {
    String userId = who.userId();
    if (who.isNobody() || !Routes.key(request).isPublishable()) {
      return who;
    }
    if (who.email() == null && userId != null && tokens.prove(userId, token)) {
      return who;
    }
    throw Refusal.of(
        403, "a browser speaks of one user here; send the userId and its userToken, and no email");
  }

  /**
   * Done if the sender may touch whom the event is about, else {@link Refusal} 403. What a browser
   * proves is one userId; an address or a browser of somebody who is known is none of its own.
   */
  Future<NewEvent> mayTouch(Sender sender, NewEvent event) {
    if (sender.tokens() == null) {
      return Future.succeededFuture(event);
    }
    String anonymousId = event.onlyAnonymousId();
    Future<Boolean> known =
        anonymousId != null
            ? contacts.isIdentified(sender.tenant(), anonymousId)
            : event.keys().stream()
                .filter(key -> key.kind() == KeyKind.EMAIL)
                .findFirst()
                .map(email -> isOfAnother(email, event.keys().get(0)))
                .orElseGet(() -> Future.succeededFuture(false));
    return known.map(
        somebody -> {
          if (somebody) {
            throw Refusal.of(
                403,
                anonymousId != null
                    ? "anonymousId names somebody who is known; send the userId and its userToken"
                    : "email names somebody else who is known; your server may say that both are"
                        + " one");
          }
          return event;
        });
  }

  private Future<Boolean> isOfAnother(IdentityKey email, IdentityKey user) {
    return contacts
        .find(email)
        .compose(
            owner ->
                owner.isEmpty()
                    ? Future.succeededFuture(false)
                    : contacts
                        .find(user)
                        .map(own -> own.filter(one -> one.id() == owner.get().id()).isEmpty()));
  }
}
