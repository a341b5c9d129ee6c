package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.KeepingConfig;
import dev.sojourn.runtime.database.Housekeeping;
import dev.sojourn.runtime.database.Housekeeping.Chore;
import dev.sojourn.runtime.email.EmailSettings;
import dev.sojourn.runtime.email.Mailer;
import dev.sojourn.runtime.email.Provider;
import dev.sojourn.runtime.email.Reports;
import dev.sojourn.runtime.entry.DateEntries;
import dev.sojourn.runtime.event.EventSink;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.http.Workers;
import dev.sojourn.runtime.ingest.Imports;
import dev.sojourn.runtime.journey.JourneyRooms;
import dev.sojourn.runtime.journey.Journeys;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import dev.sojourn.runtime.outbox.Recipient;
import dev.sojourn.runtime.outbox.Route;
import dev.sojourn.runtime.template.Templates;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** What advances journeys and sends mails. */
record WorkWiring(Journeys journeys, Mailer mailer) {
  static Future<WorkWiring> open(PeopleWiring people, Closing closing) {
    ContentWiring content = people.content();
    KernelWiring kernel = content.kernel();
    Journeys journeys =
        closing.later(
            journeys(people),
            opened -> content.engine().stop().onComplete(stopped -> opened.close()));
    Mailer mailer = closing.later(mailer(people, journeys), Mailer::close);
    DateEntries dates = closing.later(dates(people), DateEntries::close);
    content.running().hear(people);
    closing.later(kernel.outbox(), Outbox::close);
    closing.later(people.reports(), Reports::close);
    closing.later(people.imports(), Imports::close);
    return mailer
        .open()
        .compose(opened -> journeys.open())
        .compose(opened -> dates.open())
        .compose(opened -> kernel.outbox().handOn(events(people)))
        .compose(handing -> kernel.outbox().handOn(announcements(people)))
        .compose(handing -> people.reports().open())
        .compose(following -> people.imports().open())
        .compose(importing -> people.outbound().open())
        .compose(delivering -> Workers.answer(kernel.database()))
        .onSuccess(known -> closing.later(housekeeping(people), Housekeeping::close).open())
        .map(known -> new WorkWiring(journeys, mailer));
  }

  private static Housekeeping housekeeping(PeopleWiring people) {
    KernelWiring kernel = people.content().kernel();
    KeepingConfig keeping = kernel.config().keeping();
    return new Housekeeping(
        kernel.vertx(),
        kernel.database(),
        List.of(
            new Chore("decisions", keeping.decisions(), people.decisions()::forget),
            new Chore("reports of providers", Duration.ofDays(30), people.reports()::forget),
            new Chore("bodies of mails", keeping.bodies(), people.sends()::forgetBodies),
            new Chore("callers", keeping.callers(), people.tracking()::forget),
            new Chore("deliveries", keeping.deliveries(), people.outbound()::forget),
            new Chore(
                "sessions of operators",
                Duration.ofDays(1),
                people.operators().operators()::forget),
            new Chore(
                "entries of the audit log", keeping.audits(), people.operators().audit()::forget),
            new Chore("imports", Duration.ofDays(30), people.imports()::forget),
            new Chore("journals", keeping.journals(), people.enrolments()::forgetJournals),
            new Chore(
                "changes of identity", Duration.ofDays(1), people.contacts()::forgetChanges)));
  }

  private static Recipient events(PeopleWiring people) {
    EventSink sink = people.ingest();
    return parcel -> sink.put(OwnEvent.of(parcel));
  }

  private static Route announcements(PeopleWiring people) {
    return Route.of(Parcel.ANNOUNCED, people.outbound()::take);
  }

  private static Journeys journeys(PeopleWiring people) {
    ContentWiring content = people.content();
    KernelWiring kernel = content.kernel();
    return new Journeys(
        kernel.vertx(),
        kernel.database(),
        new JourneyRooms(
            content.engine(),
            content.bundle(),
            people.events(),
            people.contacts(),
            people.preferences(),
            people.sends(),
            people.enrolments(),
            people.decisions(),
            kernel.outbox()));
  }

  private static DateEntries dates(PeopleWiring people) {
    ContentWiring content = people.content();
    KernelWiring kernel = content.kernel();
    return new DateEntries(
        kernel.vertx(),
        kernel.database(),
        new DateEntries.Rooms(
            content.engine(),
            content.bundle(),
            people.contacts(),
            people.decisions(),
            kernel.outbox()));
  }

  private static Mailer mailer(PeopleWiring people, Journeys journeys) {
    KernelWiring kernel = people.content().kernel();
    return new Mailer(
        kernel.vertx(),
        kernel.database(),
        kernel.database().clock(),
        new Mailer.Rooms(
            people.sends(),
            people.contacts(),
            people.preferences(),
            people.suppressions(),
            new Templates(people.content().bundle()),
            people.decisions(),
            people.tracking(),
            kernel.telemetry(),
            kernel.outbox()),
        Provider.of(
            kernel.vertx(),
            kernel.config().email(),
            () -> people.content().bundle().active().files().providerFiles(),
            kernel.config().sources()::secret),
        EmailSettings.of(kernel.config().email(), kernel.links(), kernel.config().testMode()),
        journeys);
  }
}
