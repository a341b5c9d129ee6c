package dev.sojourn.runtime.http;

import static dev.sojourn.runtime.http.Shape.Field.may;
import static dev.sojourn.runtime.http.Shape.Field.must;

import java.util.List;

/** Endpoints of others that are told what happens, and what they were told. */
final class WebhookTable {
  private static final String PATH = "/v1/admin/webhooks";
  private static final String ONE = PATH + "/:id";
  private static final int MOST = 100;
  private static final int LONGEST_URL = 2_000;

  static final Route LIST =
      Route.get(PATH, "Lists endpoints.")
          .needs(Scope.READ)
          .asks(Query.paging(MOST))
          .answers(200, "A page of endpoints.");

  static final Route CREATE =
      Route.post(PATH, "Adds an endpoint.")
          .needs(Scope.FULL_ADMIN)
          .takes(wish(must("url", Shape.text(1, LONGEST_URL))))
          .answers(201, "The endpoint, and its secret this once.");

  static final Route SHOW =
      Route.get(ONE, "Shows an endpoint.").needs(Scope.READ).answers(200, "The endpoint.");

  static final Route CHANGE =
      Route.patch(ONE, "Changes an endpoint.")
          .needs(Scope.FULL_ADMIN)
          .takes(wish(may("url", Shape.text(1, LONGEST_URL))))
          .answers(200, "The endpoint.");

  static final Route DELETE =
      Route.delete(ONE, "Takes an endpoint away.")
          .needs(Scope.FULL_ADMIN)
          .answers(200, "It is gone.");

  static final Route ROTATE =
      Route.post(ONE + "/rotate-secret", "Gives an endpoint another secret.")
          .needs(Scope.FULL_ADMIN)
          .asks(new Query("immediate", Shape.flag(), "ends the secret of before at once"))
          .answers(200, "The secret, this once.");

  static final Route TEST =
      Route.post(ONE + "/test", "Tells an endpoint something made up.")
          .needs(Scope.FULL_ADMIN)
          .answers(202, "It is on its way.");

  static final Route DELIVERIES =
      Route.get(ONE + "/deliveries", "Lists what an endpoint was told.")
          .needs(Scope.READ)
          .asks(Query.paging(MOST))
          .asks(
              new Query(
                  "status",
                  Shape.oneOf("pending", "sending", "delivered", "failed", "discarded"),
                  "of these alone"))
          .answers(200, "A page of deliveries.");

  static final Route REDELIVER =
      Route.post(PATH + "/deliveries/:id/redeliver", "Tells an endpoint again.")
          .needs(Scope.FULL_ADMIN)
          .answers(202, "It is on its way.");

  static final List<Route> ALL =
      List.of(LIST, CREATE, SHOW, CHANGE, DELETE, ROTATE, TEST, DELIVERIES, REDELIVER);

  private WebhookTable() {}

  private static Shape wish(Shape.Field url) {
    return Shape.object(
        url,
        may("description", Shape.text(0, 1_000)),
        may("eventTypes", Shape.list(Shape.text(1, 100), 0, MOST)),
        may("disabled", Shape.flag()),
        may("kind", Shape.text(1, 100)),
        may("config", Shape.bag(Shape.text(0, LONGEST_URL))));
  }
}
