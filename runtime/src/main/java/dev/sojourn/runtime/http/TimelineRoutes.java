package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.email.SendView;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.event.StoredEvent;
import dev.sojourn.runtime.http.TimelineStore.Line;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened to a contact, the newest first. */
final class TimelineRoutes {
  private final AdminRooms rooms;
  private final Database database;
  private final TimelineStore store;

  TimelineRoutes(AdminRooms rooms, Database database) {
    this.rooms = rooms;
    this.database = database;
    this.store = new TimelineStore(database);
  }

  void mount(Routes routes) {
    routes.add(ContactTable.TIMELINE, this::timeline);
  }

  private Future<Answer> timeline(RoutingContext request) {
    Paging paging = Paging.of(request);
    String type = Query.given(request.request(), "type");
    Cursor cursor = Cursor.of(request);
    String id = request.pathParam("id");
    return rooms
        .contacts()
        .find(id)
        .map(found -> found.orElseThrow(() -> Refusal.notFound("contact", id)))
        .compose(
            contact -> {
              long before = cursor == null ? Long.MAX_VALUE : cursor.id();
              Future<List<Line>> lines = store.page(contact.id(), type, before, paging);
              Future<Long> total = store.total(contact.id(), type);
              return Future.all(lines, total)
                  .compose(both -> shown(contact, lines.result()))
                  .map(items -> Answer.ok(json(items, lines.result(), total.result(), paging)));
            });
  }

  private static JsonObject json(JsonArray items, List<Line> lines, long total, Paging paging) {
    boolean isLast = lines.size() < paging.limit();
    long end = isLast ? 0 : lines.get(lines.size() - 1).id();
    return paging
        .around("timeline", items, total)
        .put("nextCursor", isLast ? null : new Cursor("null", end).text());
  }

  private Future<JsonArray> shown(Contact contact, List<Line> lines) {
    List<Long> events = ids(lines, "event");
    Map<Line, JsonObject> shown = new HashMap<>();
    List<Future<?>> reading = new ArrayList<>();
    reading.add(
        rooms
            .events()
            .load(events, Collections.nCopies(events.size(), contact.id()))
            .onSuccess(
                found -> found.forEach((id, one) -> shown.put(new Line("event", id), event(one)))));
    for (long id : ids(lines, "journey")) {
      reading.add(
          rooms
              .enrolments()
              .one(id)
              .onSuccess(one -> put(shown, "journey", id, one.map(this::journey))));
    }
    for (long id : ids(lines, "email")) {
      reading.add(
          rooms.sends().one(id).onSuccess(one -> put(shown, "email", id, one.map(this::email))));
    }
    return Future.all(reading)
        .map(
            all -> {
              JsonArray items = new JsonArray();
              lines.stream().map(shown::get).filter(one -> one != null).forEach(items::add);
              return items;
            });
  }

  private static List<Long> ids(List<Line> lines, String type) {
    return lines.stream().filter(line -> line.type().equals(type)).map(Line::id).toList();
  }

  private static void put(
      Map<Line, JsonObject> shown, String type, long id, Optional<JsonObject> one) {
    one.ifPresent(json -> shown.put(new Line(type, id), json));
  }

  private JsonObject event(StoredEvent event) {
    return line(
        "event",
        event.occurredAt(),
        new JsonObject()
            .put("id", database.publicIds().face(event.id()))
            .put("event", event.name())
            .put("properties", event.json() == null ? null : new JsonObject(event.json())));
  }

  private JsonObject journey(Enrolment enrolment) {
    Enrolment.Standing standing = enrolment.standing();
    boolean exited = standing.status() == EnrolmentStatus.EXITED;
    String ended = Wire.time(standing.endedAt());
    return line(
        "journey",
        Ids.instantOf(enrolment.id()),
        new JsonObject()
            .put("id", database.publicIds().face(enrolment.id()))
            .put("journeyId", enrolment.journeyId())
            .put("status", standing.status().wire())
            .put("currentNodeId", standing.label() == null ? "start" : standing.label())
            .put("completedAt", exited ? null : ended)
            .put("exitedAt", exited ? ended : null));
  }

  private JsonObject email(SendView send) {
    return line(
        "email",
        Ids.instantOf(send.id()),
        new JsonObject()
            .put("id", database.publicIds().face(send.id()))
            .put("templateKey", send.template())
            .put("subject", send.written().subject())
            .put("status", send.status().wire())
            .put("toEmail", send.to())
            .put("sentAt", Wire.time(send.sentAt()))
            .put("deliveredAt", Wire.time(send.reported().deliveredAt()))
            .put("openedAt", Wire.time(send.attention().openedAt())));
  }

  private static JsonObject line(String type, Instant at, JsonObject data) {
    return new JsonObject().put("type", type).put("timestamp", Wire.time(at)).put("data", data);
  }
}
