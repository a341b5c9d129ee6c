package dev.sojourn.runtime.http;

import static dev.sojourn.runtime.http.Shape.Field.may;
import static dev.sojourn.runtime.http.Shape.Field.must;

import java.util.Arrays;
import java.util.List;

/** Keys, and events that an operator puts in. */
final class OperatorTable {
  private static final String KEYS = "/v1/admin/api-keys";
  private static final String[] SCOPES =
      Arrays.stream(Scope.values()).map(Scope::wire).toArray(String[]::new);

  static final Route KEY_LIST =
      Route.get(KEYS, "Lists keys; never their text.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .asks(new Query("includeRevoked", Shape.flag(), "also those that are revoked"))
          .answers(200, "A page of keys.");

  static final Route KEY_SELF =
      Route.get(KEYS + "/self", "Shows the key that asks.")
          .needs(Scope.READ)
          .answers(200, "The key.");

  static final Route KEY_CREATE =
      Route.post(KEYS, "Makes a key.")
          .needs(Scope.FULL_ADMIN)
          .takes(
              Shape.object(
                  must("name", Shape.text(1, 100)),
                  must("scopes", Shape.list(Shape.oneOf(SCOPES), 1, SCOPES.length)),
                  may("expiresAt", Shape.instant()),
                  may("allowedOrigins", Shape.list(Shape.text(1, 300), 0, 50))))
          .answers(201, "The key, and its text this once.");

  static final Route KEY_REVOKE =
      Route.delete(KEYS + "/:id", "Revokes a key, everywhere within two seconds.")
          .needs(Scope.FULL_ADMIN)
          .answers(200, "It is revoked.");

  static final Route EVENT_IMPORT =
      Route.post("/v1/admin/events/import", "Takes history in: events that decide nothing.")
          .needs(Scope.FULL_ADMIN)
          .asks(
              new Query(
                  "key",
                  Shape.text(1, 100),
                  "names the import; the same file under it is taken in once"),
              new Query(
                  "results",
                  Shape.oneOf("all", "failures"),
                  "of which lines the answer tells; failures if it is not said"))
          .takes(
              "application/x-ndjson",
              "An event in each line, of any number of lines; also packed by gzip.")
          .answers(200, "A line for each result, while it goes on, and a last line that counts.");

  static final List<Route> ALL = List.of(KEY_LIST, KEY_SELF, KEY_CREATE, KEY_REVOKE, EVENT_IMPORT);

  private OperatorTable() {}
}
