package dev.sojourn.runtime.http;

import static dev.sojourn.runtime.http.Shape.Field.may;
import static dev.sojourn.runtime.http.Shape.Field.must;
import static dev.sojourn.runtime.http.Shape.text;

import java.util.List;

/** Who contacts are and which lists they are on, as programs say it and as operators see it. */
final class ContactTable {
  private static final String DATA = "/v1/contacts";
  private static final String ADMIN = "/v1/admin/contacts";
  private static final String ONE = ADMIN + "/:id";
  private static final String WANTED = "/v1/lists";
  private static final int MOST_EXPORTED = 100_000;

  private static final Shape.Field USER_ID = may("userId", text(1, 200));
  private static final Shape.Field EMAIL = may("email", text(3, 320));
  private static final Shape.Field TOKEN = may("userToken", text(1, 200));
  private static final Shape.Field PROPERTIES = may("properties", Shape.bag(Shape.anything()));
  private static final Shape STORED =
      Shape.object(may("externalId", text(1, 200)), EMAIL, PROPERTIES);
  private static final Query SEARCH = Query.text("search", "in the names of a contact");

  /** Whom a request is about. */
  private static final Query[] WHO = {
    Query.text("userId", "whom it is about"), Query.text("email", "the same by address")
  };

  private static final Query PROOF =
      Query.text("userToken", "proves the userId, with a publishable key");

  static final Route PUT =
      Route.put(DATA, "Makes a contact, or adds to what is known of it.")
          .needs(Scope.INGEST)
          .publishable()
          .takes(
              Shape.object(
                  USER_ID,
                  EMAIL,
                  may("anonymousId", text(1, 200)),
                  PROPERTIES,
                  may("lists", Shape.bag(Shape.flag())),
                  TOKEN))
          .answers(200, "Its id, whether it is new, and whether it got another name.");

  static final Route FIND =
      Route.get(DATA + "/find", "Finds a contact.")
          .needs(Scope.INGEST)
          .asks(WHO)
          .answers(200, "A list of the contact, or of none.");

  static final Route DELETE =
      Route.delete(DATA, "Erases a contact.")
          .needs(Scope.INGEST)
          .asks(WHO)
          .takes(Shape.object(USER_ID, EMAIL))
          .answers(200, "It is gone.");

  static final Route LISTS =
      Route.get(WANTED, "Lists the kinds of mail, and whether somebody gets them.")
          .needs(Scope.INGEST)
          .publishable()
          .asks(WHO)
          .asks(PROOF)
          .answers(200, "The lists.");

  static final Route WISHES =
      Route.get(WANTED + "/preferences", "Shows which mails somebody gets.")
          .needs(Scope.INGEST)
          .publishable()
          .asks(WHO)
          .asks(PROOF)
          .answers(200, "The preferences.");

  static final Route SET_WISHES =
      Route.post(WANTED + "/preferences", "Changes which mails somebody gets.")
          .needs(Scope.INGEST)
          .publishable()
          .takes(
              Shape.object(
                  USER_ID,
                  EMAIL,
                  TOKEN,
                  may("unsubscribedAll", Shape.flag()),
                  may("categories", Shape.bag(Shape.flag()))))
          .answers(200, "The preferences as they are now.");

  static final Route SUBSCRIBE = choice("subscribe", "Puts somebody on a list.");
  static final Route UNSUBSCRIBE = choice("unsubscribe", "Takes somebody off a list.");

  static final Route LIST =
      Route.get(ADMIN, "Lists contacts.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .asks(
              Cursor.QUERY,
              SEARCH,
              new Query(
                  "identity",
                  Shape.oneOf("all", "identified", "anonymous"),
                  "only those who are known, or are not"),
              Query.text("propertyKey", "only those with a property that is a number"),
              Query.text("propertyGte", "and that is at least this"),
              new Query(
                  "orderBy",
                  Shape.oneOf("lastSeenAt", "firstSeenAt", "property"),
                  "what they are sorted by; lastSeenAt if it is not said"),
              Query.text("orderProperty", "the property that they are sorted by"),
              new Query("orderDir", Shape.oneOf("asc", "desc"), "desc if it is not said"))
          .answers(200, "A page of contacts.");

  static final Route MAKE =
      Route.post(ADMIN, "Makes a contact.")
          .needs(Scope.FULL_ADMIN)
          .takes(STORED)
          .answers(201, "The contact.");

  static final Route CHANGE =
      Route.patch(ONE, "Changes a contact.")
          .needs(Scope.FULL_ADMIN)
          .takes(STORED)
          .answers(200, "The contact as it is now.");

  static final Route ERASE =
      Route.delete(ONE, "Erases a contact.").needs(Scope.FULL_ADMIN).answers(200, "It is gone.");

  static final Route MERGE =
      Route.post(ONE + "/merge", "Makes one contact of two.")
          .needs(Scope.FULL_ADMIN)
          .takes(Shape.object(must("contactId", text(1, 320))))
          .answers(200, "The contact that stays.");

  static final Route TIMELINE =
      Route.get(ONE + "/timeline", "Lists what happened to a contact, the newest first.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .asks(
              Cursor.QUERY,
              new Query("type", Shape.oneOf("event", "journey", "email"), "only these"))
          .answers(200, "A page of what happened.");

  static final Route IMPORT =
      Route.post(
              ADMIN + "/import",
              "Takes a file of contacts in, as JSON, or itself as text/csv, also packed by gzip.")
          .needs(Scope.FULL_ADMIN)
          .asks(Query.text("fileName", "the name of a file that is sent itself"))
          .takes(
              Shape.object(
                  must("format", Shape.oneOf("csv", "json")),
                  must("data", Shape.anything()),
                  may("fileName", text(1, 400))))
          .answers(202, "It is stored and will be taken in: its id.");

  static final Route IMPORT_PROGRESS =
      Route.get(ADMIN + "/import/:id", "Tells how far an import came.")
          .needs(Scope.READ)
          .answers(200, "How far it came, and which rows failed.");

  static final Route EXPORT =
      Route.get(ADMIN + "/export", "Writes contacts as a file.")
          .needs(Scope.READ)
          .asks(
              SEARCH,
              new Query("format", Shape.oneOf("json", "csv"), "json if it is not said"),
              new Query("limit", Shape.whole(1, MOST_EXPORTED), "how many at most; 10 000"))
          .answers(200, "The file.");

  static final List<Route> ALL =
      List.of(
          PUT,
          FIND,
          DELETE,
          LISTS,
          WISHES,
          SET_WISHES,
          SUBSCRIBE,
          UNSUBSCRIBE,
          LIST,
          MAKE,
          CHANGE,
          ERASE,
          MERGE,
          TIMELINE,
          IMPORT,
          IMPORT_PROGRESS,
          EXPORT);

  private ContactTable() {}

  private static Route choice(String word, String says) {
    return Route.post(WANTED + "/:id/" + word, says)
        .needs(Scope.INGEST)
        .publishable()
        .takes(Shape.object(USER_ID, EMAIL, TOKEN))
        .answers(200, "Whether they are on it now.");
  }
}
