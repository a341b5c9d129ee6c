package dev.sojourn.runtime.http;

import static dev.sojourn.runtime.http.Shape.Field.may;
import static dev.sojourn.runtime.http.Shape.Field.must;
import static dev.sojourn.runtime.http.Shape.text;

import java.util.List;

/** The data plane: where programs put data in. */
final class DataTable {
  /** What an event may say; {@link dev.sojourn.runtime.ingest.NewEventReader} reads it. */
  private static final Shape EVENT =
      Shape.object(
          must("name", text(1, 200)),
          may("userId", text(1, 200)),
          may("email", text(3, 320)),
          may("anonymousId", text(1, 200)),
          may("eventProperties", Shape.bag(Shape.anything())),
          may("contactProperties", Shape.bag(Shape.anything())),
          may("lists", Shape.bag(Shape.flag())),
          may("value", Shape.number()),
          may("currency", text(3, 3)),
          may("idempotencyKey", text(1, 255)),
          may("timestamp", Shape.instant()),
          may("userToken", text(1, 200)));

  static final Route EVENT_IN =
      Route.post("/v1/events", "Takes one event in.")
          .needs(Scope.INGEST)
          .publishable()
          .takes(EVENT)
          .answers(202, "It is stored: its id, what it ended and which journeys it triggers.");

  static final Route BATCH_IN =
      Route.post("/v1/events/batch", "Takes up to 500 events in; a bad one fails alone.")
          .needs(Scope.INGEST)
          .takes(Shape.object(must("events", Shape.list(EVENT, 1, 500))))
          .answers(200, "What became of each event, in their order.");

  static final Route EMAIL =
      Route.post("/v1/emails", "Sends one mail.")
          .needs(Scope.INGEST)
          .takes(
              Shape.object(
                  must("template", text(1, 200)),
                  may("to", text(3, 320)),
                  may("userId", text(1, 200)),
                  may("subject", text(0, 1 << 20)),
                  may("from", text(3, 400)),
                  may("replyTo", text(3, 400)),
                  may("category", text(1, 200)),
                  may("props", Shape.bag(Shape.anything())),
                  may("idempotencyKey", text(1, 256)),
                  may("skipPreferenceCheck", Shape.flag()),
                  may(
                      "attachments",
                      Shape.list(
                          Shape.object(
                              must("filename", text(1, 255)),
                              must("content", text(1, 20_000_000)),
                              may("contentType", text(1, 200)),
                              may("contentId", text(1, 200))),
                          0,
                          20))))
          .answers(202, "It is queued, or was left out for a reason.");

  static final List<Route> ALL = List.of(EVENT_IN, BATCH_IN, EMAIL);

  private DataTable() {}
}
