package dev.sojourn.runtime.http;

import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.ingest.IngestLane;
import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.ingest.Receipt;
import dev.sojourn.runtime.ingest.Sender;
import dev.sojourn.runtime.telemetry.RequestMeter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/events}, the one route that must be fast: no router before it, the body read
 * once, the answer written by hand. Belongs to one event loop.
 */
final class EventRoute {
  static final String PATH = "/v1/events";

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("idempotency-key");
  private static final CharSequence JSON = HttpHeaders.createOptimized(Answer.JSON);

  private final ApiKeys keys;
  private final Bodies bodies;
  private final NewEventReader reader;
  private final IngestLane lane;
  private final Replies replies;
  private final RequestMeter meter;
  private final ListWishes wishes;
  private final ReceiptText receipts = new ReceiptText();

  EventRoute(
      ApiKeys keys,
      Bodies bodies,
      NewEventReader reader,
      IngestLane lane,
      Replies replies,
      RequestMeter meter,
      ListWishes wishes) {
    this.keys = keys;
    this.bodies = bodies;
    this.reader = reader;
    this.lane = lane;
    this.replies = replies;
    this.meter = meter;
    this.wishes = wishes;
  }

  /** An event that was taken in, and why what it says of lists was not followed, or null. */
  private record Taken(Receipt receipt, @Nullable String listsError) {}

  /** Takes a request whose method and path are ours. */
  void take(HttpServerRequest request) {
    long started = System.nanoTime();
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    ApiKey known = keys.verified(header);
    Future<Taken> receipt = known != null ? accepted(request, known) : verified(request, header);
    receipt.onComplete(
        (taken, failure) ->
            meter.answered(
                failure == null ? answer(request, taken) : refuse(request, failure), started));
  }

  private Future<Taken> verified(HttpServerRequest request, String header) {
    request.pause();
    return keys.verify(header)
        .onComplete(done -> request.resume())
        .compose(key -> accepted(request, key));
  }

  private Future<Taken> accepted(HttpServerRequest request, ApiKey key) {
    if (!key.may(Scope.INGEST)) {
      return Future.failedFuture(Refusal.forbidden());
    }
    Sender sender =
        new Sender(0, Source.API, key.may(Scope.FULL_ADMIN), request.getHeader(IDEMPOTENCY_KEY));
    return bodies.read(request).compose(body -> handed(body, sender));
  }

  private Future<Taken> handed(Buffer body, Sender sender) {
    NewEvent event = reader.read(body.getBytes(), sender);
    return lane.accept(event).compose(receipt -> followed(event, receipt));
  }

  /** A repeat changes nothing. */
  private Future<Taken> followed(NewEvent event, Receipt receipt) {
    return event.lists().isEmpty() || !receipt.stored()
        ? Future.succeededFuture(new Taken(receipt, null))
        : wishes.follow(event, receipt).map(fault -> new Taken(receipt, fault));
  }

  private int answer(HttpServerRequest request, Taken taken) {
    HttpServerResponse response = request.response();
    if (!response.closed()) {
      Headers.begin(response.headers(), Headers.requestId(request));
      response.headers().add(HttpHeaders.CONTENT_TYPE, JSON);
      response.setStatusCode(202).end(receipts.of(taken.receipt(), taken.listsError()));
    }
    return 202;
  }

  private int refuse(HttpServerRequest request, Throwable failure) {
    String id = Headers.requestId(request);
    Headers.begin(request.response().headers(), id);
    return replies.refuse(request, failure, id);
  }
}
