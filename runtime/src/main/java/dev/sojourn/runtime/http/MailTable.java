package dev.sojourn.runtime.http;

import static dev.sojourn.runtime.http.Shape.Field.may;
import static dev.sojourn.runtime.http.Shape.Field.must;

import dev.sojourn.runtime.database.Search;
import dev.sojourn.runtime.email.SendFilter.Engagement;
import dev.sojourn.runtime.email.SendOrder;
import dev.sojourn.runtime.email.SendStatus;
import java.util.Arrays;
import java.util.List;

/** Mails, templates, and what was given up. */
final class MailTable {
  private static final String EMAILS = "/v1/admin/emails";
  private static final String TEMPLATES = "/v1/admin/templates";
  private static final String SENDS = "/v1/admin/sends/";
  private static final String LETTERS = "/v1/admin/dlq";
  private static final String[] STATUSES =
      Arrays.stream(SendStatus.values()).map(SendStatus::wire).toArray(String[]::new);

  private static final String[] ENGAGEMENTS =
      Arrays.stream(Engagement.values()).map(Engagement::wire).toArray(String[]::new);
  private static final String[] ORDERS =
      Arrays.stream(SendOrder.By.values()).map(SendOrder.By::wire).toArray(String[]::new);

  static final Route LIST =
      Route.get(EMAILS, "Lists mails.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .asks(
              Query.text("toEmail", "only to this address"),
              Query.text("templateKey", "only of this template"),
              new Query("status", Shape.oneOf(STATUSES), "only of this status"),
              Query.text("category", "only of this category"),
              Query.text("journeyId", "only of this journey"),
              Query.text("userId", "only to this contact"),
              new Query(
                  "engagement", Shape.oneOf(ENGAGEMENTS), "only those of whose reader this holds"),
              new Query("sort", Shape.oneOf(ORDERS), "by what; createdAt if it is not said"),
              new Query("order", Shape.oneOf("asc", "desc"), "in which direction"),
              new Query("from", Shape.instant(), "only from then on"),
              new Query("to", Shape.instant(), "only before then"))
          .answers(
              200, "A page of mails. A total of " + Search.COUNTED + " means that many or more.");

  static final Route ONE =
      Route.get(EMAILS + "/:id", "Shows a mail and what became of it.")
          .needs(Scope.READ)
          .answers(200, "The mail.");

  static final Route RESEND =
      Route.post(EMAILS + "/:id/resend", "Sends a failed or bounced mail again.")
          .needs(Scope.FULL_ADMIN)
          .answers(202, "It is queued.");

  static final Route HELD =
      Route.get(SENDS + "hold", "Tells whether mails are held back.")
          .needs(Scope.READ)
          .answers(200, "Whether, since when and by whom.");

  static final Route HOLD =
      Route.post(SENDS + "hold", "Holds all mails back.")
          .needs(Scope.FULL_ADMIN)
          .answers(200, "They are held.");

  static final Route RELEASE =
      Route.post(SENDS + "release", "Lets mails go out again.")
          .needs(Scope.FULL_ADMIN)
          .answers(200, "They go out.");

  static final Route TEMPLATE_LIST =
      Route.get(TEMPLATES, "Lists templates.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .answers(200, "A page of templates.");

  static final Route PREVIEW =
      Route.get(TEMPLATES + "/:key/preview", "Renders a template.")
          .needs(Scope.READ)
          .asks(
              new Query("props", Shape.text(1, 8_000), "a JSON object in Base64"),
              Query.text("example", "the name of one of its examples"),
              new Query("format", Shape.oneOf("json", "html", "text", "subject"), "what of it"))
          .answers(200, "The mail that it makes.");

  static final Route SEND_TEST =
      Route.post(TEMPLATES + "/:key/send-test", "Sends a template to somebody, to try it out.")
          .needs(Scope.FULL_ADMIN)
          .takes(
              Shape.object(
                  must("to", Shape.text(3, 320)),
                  may("props", Shape.bag(Shape.anything())),
                  may("example", Shape.text(1, 200))))
          .answers(202, "It is queued.");

  static final Route LETTER_LIST =
      Route.get(LETTERS, "Lists what was given up.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .asks(
              Query.text("source", "only of this kind"),
              new Query(
                  "status", Shape.oneOf("pending", "retried", "discarded"), "only of this status"))
          .answers(200, "A page of dead letters.");

  static final Route LETTER_RETRY =
      Route.post(LETTERS + "/:id/retry", "Tries again what was given up.")
          .needs(Scope.FULL_ADMIN)
          .answers(200, "It is tried again.");

  static final Route LETTER_DISCARD =
      Route.delete(LETTERS + "/:id", "Discards what was given up.")
          .needs(Scope.FULL_ADMIN)
          .answers(200, "It is discarded.");

  static final Route LETTER_DISCARD_TOO =
      Route.post(LETTERS + "/:id/discard", "Discards what was given up.")
          .needs(Scope.FULL_ADMIN)
          .answers(200, "It is discarded.");

  static final List<Route> ALL =
      List.of(
          LIST,
          ONE,
          RESEND,
          HELD,
          HOLD,
          RELEASE,
          TEMPLATE_LIST,
          PREVIEW,
          SEND_TEST,
          LETTER_LIST,
          LETTER_RETRY,
          LETTER_DISCARD,
          LETTER_DISCARD_TOO);

  private MailTable() {}
}
