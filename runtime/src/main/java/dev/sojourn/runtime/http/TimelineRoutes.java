package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Newest;
import dev.sojourn.runtime.email.SendView;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.event.StoredEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to a contact, the newest first. */
final class TimelineRoutes {
  private final AdminRooms rooms;
  private final Database database;

  TimelineRoutes(AdminRooms rooms, Database database) {
    this.rooms = rooms;
    this.database = database;
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
              return newest(contact.id(), type, before, (long) paging.limit() + paging.offset())
                  .compose(
                      found -> {
                        List<Line> lines = cut(found, paging);
                        long total = found.values().stream().mapToLong(Newest::total).sum();
                        return shown(contact, lines)
                            .map(items -> Answer.ok(json(items, lines, total, paging)));
                      });
            });
  }

  /** The newest of each type that is asked for, which is all of them if {@code type} is null. */
  private Future<Map<String, Newest>> newest(
      long contact, @Nullable String type, long before, long most) {
    Map<String, Future<Newest>> asked = new HashMap<>();
    if (type == null || type.equals("event")) {
      asked.put("event", rooms.events().newest(contact, before, most));
    }
    if (type == null || type.equals("journey")) {
      asked.put("journey", rooms.enrolments().newest(contact, before, most));
    }
    if (type == null || type.equals("email")) {
      asked.put("email", rooms.sends().newest(contact, before, most));
    }
    return Future.all(List.copyOf(asked.values()))
        .map(
            all -> {
              Map<String, Newest> found = new HashMap<>();
              asked.forEach((of, newest) -> found.put(of, newest.result()));
              return found;
            });
  }

  /** One line: an event, an enrolment or a mail; their ids come from one source. */
  private record Line(String type, long id) {}

  private static List<Line> cut(Map<String, Newest> found, Paging paging) {
    return found.entrySet().stream()
        .flatMap(of -> of.getValue().ids().stream().map(id -> new Line(of.getKey(), id)))
        .sorted(Comparator.comparingLong(Line::id).reversed())
        .skip(paging.offset())
        .limit(paging.limit())
        .toList();
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
