package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.email.DeadLetter;
import dev.sojourn.runtime.email.DeadLetters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Looking at what was given up, and deciding about it. */
final class DeadLetterRoutes {
  private final DeadLetters letters;
  private final PublicIds ids;
  private final InstantSource clock;

  DeadLetterRoutes(DeadLetters letters, PublicIds ids, InstantSource clock) {
    this.letters = letters;
    this.ids = ids;
    this.clock = clock;
  }

  void mount(Routes routes) {
    routes.add(MailTable.LETTER_LIST, this::list);
    routes.add(MailTable.LETTER_RETRY, this::retry);
    routes.add(MailTable.LETTER_DISCARD, this::discard);
    routes.add(MailTable.LETTER_DISCARD_TOO, this::discard);
    routes.add(MailTable.RESEND, this::resend);
  }

  private Future<Answer> list(RoutingContext request) {
    var paging = Paging.of(request);
    var status = Query.given(request.request(), "status");
    return letters
        .list(Query.given(request.request(), "source"), status, paging.limit(), paging.offset())
        .map(
            page -> {
              var items = new JsonArray();
              page.items().forEach(letter -> items.add(json(letter)));
              return Answer.ok(paging.around("entries", items, page.total()));
            });
  }

  private Future<Answer> retry(RoutingContext request) {
    return letters
        .retry(id(request))
        .compose(answer -> answered(request, answer))
        .map(
            done ->
                Answer.ok(said(request, "retried").put("retriedAt", Wire.time(clock.instant()))));
  }

  private Future<Answer> discard(RoutingContext request) {
    return letters
        .discard(id(request))
        .compose(answer -> answered(request, answer))
        .map(done -> Answer.ok(said(request, "discarded")));
  }

  private Future<Answer> resend(RoutingContext request) {
    return letters
        .resend(id(request))
        .compose(
            send ->
                send.map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                Refusal.conflict(
                                    "email '"
                                        + request.pathParam("id")
                                        + "' has neither failed nor bounced, or was sent again"
                                        + " already"))))
        .map(
            send ->
                Answer.json(
                    202, new JsonObject().put("emailId", ids.face(send)).put("status", "queued")));
  }

  private long id(RoutingContext request) {
    return ids.id(request.pathParam("id")).orElse(0);
  }

  private static Future<Void> answered(RoutingContext request, DeadLetter.Answer answer) {
    return switch (answer) {
      case DONE -> Future.succeededFuture();
      case UNKNOWN -> Future.failedFuture(Refusal.notFound("dead letter", request.pathParam("id")));
      case NOT_PENDING ->
          Future.failedFuture(Refusal.conflict("The dead letter is not pending any more"));
      case NOT_FAILED ->
          Future.failedFuture(Refusal.conflict("What it is about is not failed any more"));
    };
  }

  private static JsonObject said(RoutingContext request, String what) {
    return new JsonObject().put("id", request.pathParam("id")).put("status", what).put(what, true);
  }

  private JsonObject json(DeadLetter letter) {
    return new JsonObject()
        .put("id", ids.face(letter.id()))
        .put("source", letter.source())
        .put("sourceId", face(letter.sourceId()))
        .put("payload", new JsonObject(letter.payload()))
        .put("error", letter.error())
        .put("retryCount", letter.attempts())
        .put("status", letter.status())
        .put("retriedAt", letter.status().equals("retried") ? Wire.time(letter.resolvedAt()) : null)
        .put("createdAt", Wire.time(letter.createdAt()));
  }

  private @Nullable String face(@Nullable Long id) {
    return id == null ? null : ids.face(id);
  }
}
