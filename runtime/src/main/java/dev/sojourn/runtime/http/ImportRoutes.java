package dev.sojourn.runtime.http;

import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.ingest.IngestLane;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.ingest.Receipt;
import dev.sojourn.runtime.ingest.Rejected;
import dev.sojourn.runtime.ingest.Sender;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/admin/events/import}: history, as a stream of lines without an end in sight. */
final class ImportRoutes {
  private static final Sender SENDER = new Sender(0, Source.IMPORT, true, null);
  private static final Answer TOLD = new Answer(200, Answer.JSON, Buffer.buffer());

  private final NewEventReader reader;
  private final IngestLane lane;
  private final Places places;
  private final Failures failures;

  ImportRoutes(NewEventReader reader, IngestLane lane, Fittings fittings) {
    this.reader = reader;
    this.lane = lane;
    this.places = fittings.imports();
    this.failures = fittings.failures();
  }

  void mount(Routes routes) {
    routes.add(OperatorTable.EVENT_IMPORT, this::take);
  }

  private Future<Answer> take(RoutingContext request) {
    var body = Unpacked.body(request.request());
    if (!places.take()) {
      return Future.failedFuture(
          Refusal.unavailable(5, "other imports are under way; send it when one is done"));
    }
    String key = Query.given(request.request(), "key");
    boolean all = "all".equals(request.request().getParam("results"));
    return new EventImport(
            request.response(), (number, line) -> accepted(number, line, key), all, failures)
        .read(body)
        .onComplete(done -> places.giveBack())
        .map(TOLD);
  }

  private Future<Receipt> accepted(long number, byte[] line, @Nullable String key) {
    try {
      return lane.accept(
          reader.under(key == null ? null : "import:" + key + ":" + number, line, SENDER));
    } catch (Rejected rejected) {
      return Future.failedFuture(rejected);
    }
  }
}
