package dev.sojourn.runtime.app;

import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.Erasures;
import dev.sojourn.runtime.contact.Merges;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.enrolment.Enrolments;
import dev.sojourn.runtime.entry.DateEntries;
import dev.sojourn.runtime.event.Events;
import dev.sojourn.runtime.ingest.Ingest;
import dev.sojourn.runtime.outbound.Outbound;
import dev.sojourn.runtime.outbox.Parcel;
import dev.sojourn.runtime.preference.Preferences;
import dev.sojourn.runtime.tracking.Tracking;
import java.util.List;

/** Contacts that become one, or none, with all rooms that have rows of them. */
record ContactWiring(Merges merges, Erasures erasures) {
  /** The rooms that follow. */
  record Rooms(
      Contacts contacts,
      Events events,
      Preferences preferences,
      Decisions decisions,
      Sends sends,
      Enrolments enrolments,
      Tracking tracking,
      Outbound outbound) {}

  static ContactWiring of(ContentWiring content, Rooms rooms) {
    KernelWiring kernel = content.kernel();
    Database database = kernel.database();
    var enrolments = rooms.enrolments.ofContacts(content.engine(), rooms.sends::cancelFor);
    return new ContactWiring(
        new Merges(
            database,
            rooms.contacts,
            List.of(
                DateEntries.ofContacts(content.engine(), content.bundle(), database.ids()),
                enrolments,
                rooms.sends,
                rooms.events,
                rooms.preferences,
                rooms.decisions,
                Ingest.mergeNews(database, content.bundle(), kernel.outbox()),
                (tx, merge) -> rooms.outbound.merged(tx, merge.loser().id(), merge.survivor().id()),
                (tx, merge) ->
                    kernel.outbox().move(tx, merge.loser().id(), merge.survivor().id()))),
        new Erasures(
            database,
            rooms.contacts,
            List.of(
                enrolments,
                rooms.sends,
                rooms.events,
                rooms.decisions,
                rooms.tracking,
                (tx, erasure) -> kernel.outbox().drop(tx, Parcel.EVENT, erasure.ids()),
                (tx, erasure) -> kernel.outbox().drop(tx, Parcel.EVENT_PASSED, erasure.ids()),
                (tx, erasure) -> rooms.outbound.erase(tx, erasure.ids()))));
  }
}
