package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.event.Events;
import dev.sojourn.runtime.event.StoredEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Enrolments as the wire shows them, with the person and the event that enrolled. */
final class StateView {
  private final PublicIds ids;
  private final Contacts contacts;
  private final Events events;

  StateView(PublicIds ids, Contacts contacts, Events events) {
    this.ids = ids;
    this.contacts = contacts;
    this.events = events;
  }

  /** The states of these enrolments, in their order. */
  Future<JsonArray> json(List<Enrolment> enrolments) {
    Future<Map<Long, Contact>> people =
        contacts.load(enrolments.stream().map(Enrolment::contactId).collect(Collectors.toSet()));
    Future<Map<Long, StoredEvent>> triggers =
        events.load(
            enrolments.stream().map(Enrolment::eventId).toList(),
            enrolments.stream().map(Enrolment::contactId).toList());
    return Future.all(people, triggers)
        .map(
            both -> {
              JsonArray states = new JsonArray();
              for (Enrolment enrolment : enrolments) {
                states.add(
                    json(
                        enrolment,
                        people.result().get(enrolment.contactId()),
                        triggers.result().get(enrolment.eventId())));
              }
              return states;
            });
  }

  private JsonObject json(
      Enrolment enrolment, @Nullable Contact contact, @Nullable StoredEvent trigger) {
    Enrolment.Standing standing = enrolment.standing();
    boolean exited = standing.status() == EnrolmentStatus.EXITED;
    boolean failed = standing.status() == EnrolmentStatus.FAILED;
    String ended = Wire.time(standing.endedAt());
    return new JsonObject()
        .put("id", ids.face(enrolment.id()))
        .putNull("organizationId")
        .put("userId", contact == null ? ids.face(enrolment.contactId()) : contact.key())
        .put("userEmail", contact == null ? null : contact.email())
        .put("contactId", ids.face(enrolment.contactId()))
        .put("journeyId", enrolment.journeyId())
        .put("currentNodeId", standing.label() == null ? "start" : standing.label())
        .put("status", standing.status().wire())
        .put("hatchetRunId", standing.hatchetRunId())
        .put("context", trigger == null ? new JsonObject() : Wire.object(trigger.scalars()))
        .put("key", enrolment.key().isEmpty() ? null : enrolment.key())
        .put("version", enrolment.version())
        .put("errorMessage", failed || standing.blocked() ? standing.reason() : null)
        .put("reason", standing.reason())
        .put("blocked", standing.blocked())
        .put("entryCount", 1)
        .put("dueAt", Wire.time(standing.dueAt()))
        .put("completedAt", exited ? null : ended)
        .put("exitedAt", exited ? ended : null)
        .put("createdAt", Wire.time(Ids.instantOf(enrolment.id())))
        .put("updatedAt", Wire.time(standing.updatedAt()));
  }
}
