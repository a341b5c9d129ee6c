package dev.sojourn.runtime.http;

import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.runtime.tracking.Tracking;
import java.util.List;

/** What is there for everybody: probes, the ways out of mails, and what providers report. */
final class PublicTable {
  private static final String FORM = "application/x-www-form-urlencoded";

  static final Route ALIVE =
      Route.get("/livez", "Tells that the process is alive.").answers(200, "It is.");

  static final Route READY =
      Route.get("/readyz", "Tells whether the process may get work.")
          .answers(200, "It may.")
          .answers(503, "It may not, and why.");

  static final Route STATUS =
      Route.get("/health", "Tells the status in a word.")
          .answers(200, "Healthy.")
          .answers(503, "Not healthy.");

  static final Route HEALTH =
      Route.get("/v1/health", "Tells what the service stands on and what it did.")
          .answers(200, "Healthy.")
          .answers(503, "Not healthy.");

  static final Route METRICS =
      Route.get("/metrics", "Shows the meters to Prometheus.").answers(200, "The meters.");

  static final Route DOCUMENT =
      Route.get("/openapi.json", "Shows this document; not in production.")
          .answers(200, "The document.");

  static final Route PAGE =
      Route.get("/docs", "Shows this document to people; not in production.")
          .answers(200, "The page.");

  static final Route CLICK =
      Route.get(Tracking.CLICK_PATH + ":word", "Leads where a link in a mail leads.")
          .answers(302, "There.");

  static final Route OPENED =
      Route.get(Tracking.OPEN_PATH + ":id", "Shows the pixel of a mail.").answers(200, "A pixel.");

  static final Route UNSUBSCRIBE_ASK =
      Route.get(MailLinks.UNSUBSCRIBE, "Asks whether somebody wants to leave; changes nothing.")
          .asks(new Query("token", Shape.text(1, 4_096), "from the link in a mail"))
          .answers(200, "The page.")
          .answers(400, "A page that says that the link is worth nothing.");

  static final Route UNSUBSCRIBE =
      Route.post(MailLinks.UNSUBSCRIBE, "Leaves, with one click of a mail program or of the page.")
          .asks(new Query("token", Shape.text(1, 4_096), "from the link in a mail"))
          .takes(FORM, "As RFC 8058 has it.")
          .answers(200, "Done.");

  static final Route PREFERENCES =
      Route.get(MailLinks.PREFERENCES, "Shows what somebody may choose.")
          .asks(new Query("token", Shape.text(1, 4_096), "from the link in a mail"))
          .answers(200, "The page.")
          .answers(400, "A page that says that the link is worth nothing.");

  static final Route PREFERENCES_SAVE =
      Route.post(MailLinks.PREFERENCES, "Chooses.")
          .asks(new Query("token", Shape.text(1, 4_096), "from the link in a mail"))
          .takes(FORM, "What is wanted.")
          .answers(200, "The page as it is now.");

  static final Route REPORT =
      Route.post("/v1/webhooks/email/:provider", "Takes what a mail provider reports.")
          .takes("application/json", "As the provider signs it.")
          .answers(200, "It is stored.");

  static final Route REPORT_RESEND =
      Route.post("/v1/webhooks/resend", "Takes what Resend reports.")
          .takes("application/json", "As the provider signs it.")
          .answers(200, "It is stored.");

  static final Route SOURCE =
      Route.post("/v1/webhooks/:source", "Takes what a source in the bundle's sources/ reads.")
          .takes("application/json", "As its sender proves it.")
          .answers(200, "What became of it.")
          .answers(422, "The source's file failed on it; the sender tries again.");

  static final List<Route> ALL =
      List.of(
          ALIVE,
          READY,
          STATUS,
          HEALTH,
          METRICS,
          DOCUMENT,
          PAGE,
          CLICK,
          OPENED,
          UNSUBSCRIBE_ASK,
          UNSUBSCRIBE,
          PREFERENCES,
          PREFERENCES_SAVE,
          REPORT,
          REPORT_RESEND,
          SOURCE);

  private PublicTable() {}
}
