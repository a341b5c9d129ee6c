package dev.sojourn.runtime.app;

import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.email.DeadLetters;
import dev.sojourn.runtime.email.Orders;
import dev.sojourn.runtime.email.Reports;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.enrolment.Enrolments;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.event.Events;
import dev.sojourn.runtime.ingest.Imports;
import dev.sojourn.runtime.ingest.Ingest;
import dev.sojourn.runtime.ingest.IngestKernel;
import dev.sojourn.runtime.ingest.IngestRooms;
import dev.sojourn.runtime.outbound.Outbound;
import dev.sojourn.runtime.preference.Choices;
import dev.sojourn.runtime.preference.Preferences;
import dev.sojourn.runtime.preference.Suppressions;
import dev.sojourn.runtime.telemetry.Telemetry;
import dev.sojourn.runtime.tracking.Tracking;
import io.vertx.core.Future;

/** The rooms about people, and the way in. */
record PeopleWiring(
    ContentWiring content,
    Contacts contacts,
    Events events,
    Preferences preferences,
    Choices choices,
    Suppressions suppressions,
    Decisions decisions,
    Sends sends,
    Orders orders,
    Reports reports,
    DeadLetters deadLetters,
    Enrolments enrolments,
    Tracking tracking,
    ContactWiring merging,
    Ingest ingest,
    Imports imports,
    Outbound outbound,
    OperatorWiring operators) {
  static Future<PeopleWiring> open(ContentWiring content, Closing closing) {
    KernelWiring kernel = content.kernel();
    return Tracking.open(
            kernel.vertx(), kernel.database(), kernel.outbox(), kernel.config().tracking())
        .map(tracking -> closing.later(tracking, Tracking::close))
        .compose(tracking -> open(content, tracking, closing));
  }

  private static Future<PeopleWiring> open(
      ContentWiring content, Tracking tracking, Closing closing) {
    KernelWiring kernel = content.kernel();
    Database database = kernel.database();
    Telemetry telemetry = kernel.telemetry();
    Contacts contacts = new Contacts(database, kernel.outbox());
    Events events = new Events(database);
    Preferences preferences = new Preferences(() -> content.bundle().active().lists());
    Choices choices = new Choices(database, contacts, preferences, kernel.outbox());
    Suppressions suppressions =
        new Suppressions(database, kernel.config().preferences().bounceThreshold());
    Decisions decisions =
        new Decisions(database, (about, reason, count) -> skipped(telemetry, about, reason, count));
    Sends sends = new Sends(database, database.clock());
    Enrolments enrolments =
        new Enrolments(
            database, content.bundle(), kernel.outbox(), telemetry, decisions, preferences);
    Outbound outbound = outbound(content);
    Orders orders = new Orders(database, database.clock(), sends, preferences);
    ContactWiring merging =
        ContactWiring.of(
            content,
            new ContactWiring.Rooms(
                contacts, events, preferences, decisions, sends, enrolments, tracking, outbound));
    return Ingest.open(
            kernel.vertx(),
            new IngestKernel(database, kernel.outbox(), telemetry),
            new IngestRooms(
                contacts,
                merging.merges(),
                events,
                preferences,
                decisions,
                content.bundle(),
                enrolments,
                sends,
                content.engine()))
        .map(
            ingest ->
                new PeopleWiring(
                    content,
                    contacts,
                    events,
                    preferences,
                    choices,
                    suppressions,
                    decisions,
                    sends,
                    orders,
                    reports(content, suppressions),
                    new DeadLetters(kernel.vertx(), database, database.clock(), sends),
                    enrolments,
                    tracking,
                    merging,
                    closing.later(ingest, Ingest::close),
                    new Imports(kernel.vertx(), database, ingest),
                    closing.later(outbound, Outbound::close),
                    OperatorWiring.open(kernel, orders, closing)))
        .map(PeopleWiring::knowing);
  }

  /** What was given up is taken up again by whom it is of. */
  private PeopleWiring knowing() {
    deadLetters.drive("webhook-delivery", outbound.deliveries()::redrive);
    return this;
  }

  private static Outbound outbound(ContentWiring content) {
    KernelWiring kernel = content.kernel();
    return new Outbound(
        kernel.vertx(),
        kernel.database(),
        kernel.database().clock(),
        kernel.outbox(),
        kernel.telemetry(),
        kernel.config().outbound(),
        () -> content.bundle().active().files().destinationFiles());
  }

  private static Reports reports(ContentWiring content, Suppressions suppressions) {
    KernelWiring kernel = content.kernel();
    return new Reports(
        kernel.vertx(),
        kernel.database(),
        kernel.database().clock(),
        new Reports.Rooms(
            kernel.outbox(), suppressions, name -> content.bundle().active().mentions(name)));
  }

  private static void skipped(Telemetry telemetry, String about, String reason, int count) {
    JourneyTask.idOf(about).ifPresent(id -> telemetry.enrolmentSkipped(id, reason, count));
  }
}
