package dev.sojourn.runtime.http;

import static dev.sojourn.runtime.http.Shape.Field.may;

import java.util.List;

/** People, what they want, and what they were left out of. */
final class PeopleTable {
  private static final String ONE = "/v1/admin/contacts/:id";
  private static final String SUPPRESSIONS = "/v1/admin/suppressions";

  static final Route CONTACT =
      Route.get(ONE, "Shows a contact.").needs(Scope.READ).answers(200, "The contact.");

  static final Route DECISIONS =
      Route.get(ONE + "/decisions", "Lists what a contact was left out of, and why.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .answers(200, "A page of decisions.");

  static final Route WHY =
      Route.get(ONE + "/why", "Tells why a contact did or did not get something.")
          .needs(Scope.READ)
          .asks(
              Query.text("journey", "only what concerns this journey"),
              Query.text("mail", "only what concerns this template"))
          .answers(200, "The story, as JSON or as text.");

  static final Route PREFERENCES =
      Route.get(ONE + "/preferences", "Shows which mails a contact gets.")
          .needs(Scope.READ)
          .answers(200, "The preferences.");

  static final Route SET_PREFERENCES =
      Route.put(ONE + "/preferences", "Changes which mails a contact gets.")
          .needs(Scope.FULL_ADMIN)
          .takes(
              Shape.object(
                  may("unsubscribedAll", Shape.flag()),
                  may("suppressed", Shape.flag()),
                  may("categories", Shape.bag(Shape.flag()))))
          .answers(200, "The preferences as they are now.");

  static final Route SUPPRESSED =
      Route.get(SUPPRESSIONS, "Lists addresses that get no mails.")
          .needs(Scope.READ)
          .asks(Query.paging(200))
          .asks(
              new Query(
                  "type",
                  Shape.oneOf("all", "bounced", "unsubscribed", "complained"),
                  "only those for this reason"))
          .answers(200, "A page of addresses.");

  static final Route SUPPRESS =
      Route.post(SUPPRESSIONS + "/import", "Takes a file of addresses in that get no mails.")
          .needs(Scope.FULL_ADMIN)
          .asks(Query.text("key", "names the import; the same file goes on where it stopped"))
          .takes("text/csv", "Lines of address, reason and external id.")
          .answers(200, "How far it came.");

  static final Route SUPPRESS_PROGRESS =
      Route.get(SUPPRESSIONS + "/import/:key", "Tells how far an import came.")
          .needs(Scope.READ)
          .answers(200, "How far it came.");

  static final List<Route> ALL =
      List.of(
          CONTACT,
          DECISIONS,
          WHY,
          PREFERENCES,
          SET_PREFERENCES,
          SUPPRESSED,
          SUPPRESS,
          SUPPRESS_PROGRESS);

  private PeopleTable() {}
}
