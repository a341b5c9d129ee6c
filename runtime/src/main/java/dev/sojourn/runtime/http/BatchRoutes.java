package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.Rejected;
import dev.sojourn.runtime.ingest.Sender;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/events/batch}: up to 500 events in one request, each with its own answer. A few
 * batches of an event loop are in work at a time; those that wait are not even read.
 */
final class BatchRoutes {
  private static final int MOST_EVENTS = 500;
  private static final int MOST_BYTES = 5 * 1024 * 1024;

  /** In work at a time, so that single events still find room in the lane. */
  private static final int PLACES = 4;

  private static final int MOST_WAITING = 256;
  private static final int SLOWER = 3;

  private final KeyGate gate;
  private final Rates rates;
  private final Senders senders;
  private final Intake intake;
  private final EventLane lane;
  private final Failures failures;
  private final Bodies bodies;
  private final Turnstile turnstile = new Turnstile(PLACES, MOST_WAITING);

  BatchRoutes(
      KeyGate gate,
      Entrance entrance,
      Senders senders,
      Intake intake,
      EventLane lane,
      Fittings fittings) {
    this.gate = gate;
    this.rates = entrance.rates();
    this.senders = senders;
    this.intake = intake;
    this.lane = lane;
    this.failures = fittings.failures();
    this.bodies = fittings.bodies(MOST_BYTES, SLOWER);
  }

  void mount(Routes routes) {
    routes.add(DataTable.BATCH_IN, this::take);
  }

  private Future<Answer> take(RoutingContext request) {
    HttpServerRequest raw = request.request().pause();
    return turnstile
        .enter()
        .compose(
            in -> {
              Future<Buffer> body = bodies.read(raw);
              raw.resume();
              return body.compose(whole -> taken(request, whole))
                  .onComplete(done -> turnstile.leave());
            })
        .onFailure(refused -> raw.resume());
  }

  private Future<Answer> taken(RoutingContext request, Buffer body) {
    ApiKey key = Routes.key(request);
    List<byte[]> events = intake.reader().list(body.getBytes(), MOST_EVENTS);
    return gate.counted(request.request(), key, rates.data(), events.size() - 1)
        .compose(
            counted ->
                results(
                    accepted(
                        events, senders.of(key, null), Senders.idempotencyKey(request.request()))))
        .map(results -> new Answer(200, Answer.JSON, results));
  }

  private List<Future<Taken>> accepted(
      List<byte[]> events, Sender sender, @Nullable String idempotencyKey) {
    List<Future<Taken>> receipts = new ArrayList<>(events.size());
    for (int i = 0; i < events.size(); i++) {
      String key = idempotencyKey == null ? null : idempotencyKey + ":" + i;
      receipts.add(accepted(events.get(i), sender, key));
    }
    return receipts;
  }

  private Future<Taken> accepted(byte[] event, Sender sender, @Nullable String key) {
    try {
      return lane.accept(intake.reader().under(key, event, sender));
    } catch (Rejected rejected) {
      return Future.failedFuture(rejected);
    }
  }

  private Future<Buffer> results(List<Future<Taken>> receipts) {
    return Future.join(receipts)
        .transform(
            done -> {
              StringBuilder text =
                  new StringBuilder(receipts.size() * 100).append("{\"results\":[");
              for (int i = 0; i < receipts.size(); i++) {
                text.append(i == 0 ? "" : ",").append("{\"index\":").append(i).append(',');
                ResultText.append(text, receipts.get(i), failures);
                text.append('}');
              }
              return Future.succeededFuture(Buffer.buffer(text.append("]}").toString()));
            });
  }
}
