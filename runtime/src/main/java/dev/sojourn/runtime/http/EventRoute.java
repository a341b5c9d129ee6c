package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.ingest.Sender;
import dev.sojourn.runtime.telemetry.RequestMeter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * {@code POST /v1/events}, the one route that must be fast: no router before it, the body read
 * once, the answer written by hand. Belongs to one event loop.
 */
final class EventRoute {
  static final String PATH = DataTable.EVENT_IN.path();

  private static final CharSequence JSON = HttpHeaders.createOptimized(Answer.JSON);

  private final Gate gate;
  private final Senders senders;
  private final Bodies bodies;
  private final NewEventReader reader;
  private final EventLane lane;
  private final Replies replies;
  private final RequestMeter meter;
  private final ReceiptText receipts = new ReceiptText();

  EventRoute(
      Gate gate,
      Senders senders,
      Bodies bodies,
      NewEventReader reader,
      EventLane lane,
      Replies replies,
      RequestMeter meter) {
    this.gate = gate;
    this.senders = senders;
    this.bodies = bodies;
    this.reader = reader;
    this.lane = lane;
    this.replies = replies;
    this.meter = meter;
  }

  /** Takes a request whose method and path are ours. */
  void take(HttpServerRequest request) {
    long started = System.nanoTime();
    Cors.allow(request);
    gate.admit(request, DataTable.EVENT_IN)
        .compose(key -> accepted(request, key))
        .onComplete(
            (taken, failure) ->
                meter.answered(
                    failure == null
                        ? answer(request, taken, started)
                        : refuse(request, failure, started),
                    started));
  }

  private Future<Taken> accepted(HttpServerRequest request, ApiKey key) {
    Sender sender = senders.of(key, Senders.idempotencyKey(request));
    return bodies.read(request).compose(body -> handed(body, sender));
  }

  private Future<Taken> handed(Buffer body, Sender sender) {
    NewEvent event = reader.read(body.getBytes(), sender);
    return sender.tokens() == null
        ? lane.accept(event)
        : senders.mayTouch(sender, event).compose(lane::accept);
  }

  private int answer(HttpServerRequest request, Taken taken, long started) {
    HttpServerResponse response = request.response();
    if (!response.closed()) {
      String id = Headers.requestId(request);
      RequestLog.tell("POST", PATH, 202, started, id);
      Headers.begin(response.headers(), id);
      response.headers().add(HttpHeaders.CONTENT_TYPE, JSON);
      response.setStatusCode(202).end(receipts.of(taken));
    }
    return 202;
  }

  private int refuse(HttpServerRequest request, Throwable failure, long started) {
    String id = Headers.requestId(request);
    Headers.begin(request.response().headers(), id);
    int status = replies.refuse(request, failure, id);
    RequestLog.tell("POST", PATH, status, started, id);
    return status;
  }
}
