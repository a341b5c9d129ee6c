package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.email.SendFilter;
import dev.sojourn.runtime.email.SendStatus;
import dev.sojourn.runtime.email.SendView;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.enrolment.JourneyTask;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looking at mails and what became of them. */
final class EmailRoutes {
  private static final Map<String, String> TIMES = times();

  private final Sends sends;
  private final Contacts contacts;
  private final PublicIds ids;

  EmailRoutes(Sends sends, Contacts contacts, PublicIds ids) {
    this.sends = sends;
    this.contacts = contacts;
    this.ids = ids;
  }

  void mount(Routes routes) {
    routes.guarded(HttpMethod.GET, "/v1/admin/emails", Scope.READ, this::list);
    routes.guarded(HttpMethod.GET, "/v1/admin/emails/:id", Scope.READ, this::one);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    String user = request.request().getParam("userId");
    if (user == null) {
      return page(request, null, paging);
    }
    return contacts
        .find(user)
        .compose(
            contact ->
                contact.isPresent()
                    ? page(request, contact.get().id(), paging)
                    : Future.succeededFuture(
                        Answer.ok(paging.around("emails", new JsonArray(), 0))));
  }

  private Future<Answer> page(RoutingContext request, @Nullable Long contactId, Paging paging) {
    SendFilter filter =
        new SendFilter(
            contactId,
            null,
            status(request.request().getParam("status")),
            request.request().getParam("templateKey"),
            request.request().getParam("toEmail"),
            request.request().getParam("category"),
            Optional.ofNullable(request.request().getParam("journeyId"))
                .map(JourneyTask::nameOf)
                .orElse(null),
            instant("from", request.request().getParam("from")),
            instant("to", request.request().getParam("to")));
    return sends
        .list(filter, paging.limit() + 1, paging.offset())
        .compose(this::withContacts)
        .map(
            emails -> {
              boolean more = emails.size() > paging.limit();
              JsonArray shown = new JsonArray();
              emails.stream().limit(paging.limit()).forEach(shown::add);
              return Answer.ok(
                  new JsonObject()
                      .put("emails", shown)
                      .put("limit", paging.limit())
                      .put("offset", paging.offset())
                      .put("hasMore", more));
            });
  }

  private Future<Answer> one(RoutingContext request) {
    String face = request.pathParam("id");
    return sends
        .one(ids.id(face).orElse(0))
        .compose(send -> withContacts(send.stream().toList()))
        .compose(
            emails ->
                emails.isEmpty()
                    ? Future.failedFuture(Refusal.notFound("email", face))
                    : Future.succeededFuture(
                        Answer.ok(
                            new JsonObject()
                                .put("email", emails.get(0))
                                .put("events", events(emails.get(0))))));
  }

  /** What happened to it, in order of time. */
  private static JsonArray events(JsonObject email) {
    var times = new TreeMap<String, String>();
    TIMES.forEach(
        (type, field) -> {
          var at = email.getString(field);
          if (at != null) {
            times.merge(at, type, (one, other) -> one + " " + other);
          }
        });
    var events = new JsonArray();
    times.forEach(
        (at, types) -> {
          for (var type : types.split(" ")) {
            events.add(new JsonObject().put("type", type).put("timestamp", at));
          }
        });
    return events;
  }

  private Future<List<JsonObject>> withContacts(List<SendView> views) {
    return contacts
        .load(
            views.stream()
                .map(SendView::contactId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()))
        .map(known -> views.stream().map(view -> json(view, known)).toList());
  }

  private JsonObject json(SendView view, Map<Long, Contact> known) {
    Optional<Contact> contact = Optional.ofNullable(view.contactId()).map(known::get);
    return new JsonObject()
        .put("id", ids.face(view.id()))
        .putNull("organizationId")
        .put("journeyStateId", view.runId() == null ? null : ids.face(view.runId()))
        .put("journeyId", journeyId(view))
        .put("templateKey", view.template())
        .put("category", view.category())
        .put("toEmail", view.to())
        .put("userId", contact.map(Contact::key).orElse(null))
        .put("status", view.status().wire())
        .put("reason", view.reason())
        .put("error", view.error())
        .put("attempts", view.attempts())
        .put("provider", view.provider())
        .put("messageId", view.providerId())
        .put("dueAt", Wire.time(view.dueAt()))
        .put("sentAt", Wire.time(view.sentAt()))
        .put("deliveredAt", Wire.time(view.reported().deliveredAt()))
        .put("bouncedAt", Wire.time(view.reported().bouncedAt()))
        .put("complainedAt", Wire.time(view.reported().complainedAt()))
        .put(
            "bounceType",
            Optional.ofNullable(view.reported().bounce())
                .map(how -> how.name().toLowerCase(Locale.ROOT))
                .orElse(null))
        .put("bounceReason", view.reported().reason())
        .put("createdAt", Wire.time(Ids.instantOf(view.id())));
  }

  private static Map<String, String> times() {
    var times = new LinkedHashMap<String, String>();
    times.put("queued", "createdAt");
    times.put("sent", "sentAt");
    times.put("delivered", "deliveredAt");
    times.put("bounced", "bouncedAt");
    times.put("complained", "complainedAt");
    return times;
  }

  private static @Nullable Instant instant(String name, @Nullable String text) {
    try {
      return text == null || text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeParseException notAnInstant) {
      throw Refusal.badRequest(
          name + " '" + text + "' is not an instant such as 2026-01-31T09:00:00Z");
    }
  }

  private static @Nullable SendStatus status(@Nullable String text) {
    return text == null || text.isEmpty()
        ? null
        : SendStatus.of(text)
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "status '"
                            + text
                            + "' is not one of "
                            + Arrays.stream(SendStatus.values())
                                .map(SendStatus::wire)
                                .collect(Collectors.joining(", "))));
  }

  private static @Nullable String journeyId(SendView view) {
    String task = view.task();
    return task == null ? null : JourneyTask.idOf(task).orElse(null);
  }
}
