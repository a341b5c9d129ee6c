package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.email.OutgoingMail;
import dev.sojourn.runtime.email.SendFilter;
import dev.sojourn.runtime.email.SendFilter.Engagement;
import dev.sojourn.runtime.email.SendOrder;
import dev.sojourn.runtime.email.SendStatus;
import dev.sojourn.runtime.email.SendView;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.tracking.Tracking;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looking at mails and what became of them. */
final class EmailRoutes {
  private final AdminRooms rooms;
  private final Tracking tracking;
  private final PublicIds ids;
  private final EmailView emails;
  private final StateView states;

  EmailRoutes(AdminRooms rooms, Tracking tracking, PublicIds ids) {
    this.rooms = rooms;
    this.tracking = tracking;
    this.ids = ids;
    this.emails = new EmailView(rooms.contacts(), ids);
    this.states = new StateView(ids, rooms.contacts(), rooms.events());
  }

  void mount(Routes routes) {
    routes.add(MailTable.LIST, this::list);
    routes.add(MailTable.ONE, this::one);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    String user = given(request, "userId");
    if (user == null) {
      return page(request, null, paging);
    }
    return rooms
        .contacts()
        .find(user)
        .compose(
            contact ->
                contact.isPresent()
                    ? page(request, contact.map(Contact::id).get(), paging)
                    : Future.succeededFuture(answer(paging, List.of(), 0)));
  }

  private Future<Answer> page(RoutingContext request, @Nullable Long contactId, Paging paging) {
    return rooms
        .sends()
        .page(filter(request, contactId), order(request), paging.limit(), paging.offset())
        .compose(
            page -> emails.json(page.sends()).map(shown -> answer(paging, shown, page.total())));
  }

  private static Answer answer(Paging paging, List<JsonObject> shown, long total) {
    return Answer.ok(
        paging
            .around("emails", new JsonArray(shown), total)
            .put("hasMore", paging.offset() + shown.size() < total));
  }

  private static SendFilter filter(RoutingContext request, @Nullable Long contactId) {
    return new SendFilter(
        contactId,
        null,
        one(request, "status", SendStatus::of, SendStatus.values(), SendStatus::wire),
        given(request, "templateKey"),
        given(request, "toEmail"),
        given(request, "category"),
        Optional.ofNullable(given(request, "journeyId")).map(JourneyTask::nameOf).orElse(null),
        instant(request, "from"),
        instant(request, "to"),
        one(request, "engagement", Engagement::of, Engagement.values(), Engagement::wire));
  }

  private static SendOrder order(RoutingContext request) {
    SendOrder.By by =
        one(request, "sort", SendOrder.By::of, SendOrder.By.values(), SendOrder.By::wire);
    String direction =
        one(request, "order", Optional::of, new String[] {"asc", "desc"}, Function.identity());
    return new SendOrder(by == null ? SendOrder.By.CREATED : by, "asc".equals(direction));
  }

  private Future<Answer> one(RoutingContext request) {
    String face = request.pathParam("id");
    return rooms
        .sends()
        .one(ids.id(face).orElse(0))
        .compose(
            send ->
                send.map(this::told)
                    .orElseGet(() -> Future.failedFuture(Refusal.notFound("email", face))));
  }

  private Future<Answer> told(SendView send) {
    var shown = emails.json(List.of(send));
    var clicks = tracking.clicks(send.id());
    var mail = rooms.sends().mail(send.id());
    var context = context(send);
    return Future.all(shown, clicks, mail, context)
        .map(
            all -> {
              JsonObject email = shown.result().get(0);
              var links =
                  mail.result().map(OutgoingMail::html).map(tracking::links).orElse(List.of());
              return Answer.ok(
                  new JsonObject()
                      .put("email", email)
                      .put("events", EmailStory.events(email, clicks.result()))
                      .put("trackedLinks", EmailStory.links(links, clicks.result()))
                      .put("journeyContext", context.result().stream().findFirst().orElse(null)));
            });
  }

  /** The enrolment that sent it, as among the states; none if nobody's did. */
  private Future<JsonArray> context(SendView send) {
    Long run = send.runId();
    return run == null
        ? Future.succeededFuture(new JsonArray())
        : rooms.enrolments().one(run).compose(found -> states.json(found.stream().toList()));
  }

  private static @Nullable String given(RoutingContext request, String name) {
    String text = request.request().getParam(name);
    if (text != null && text.indexOf('\0') >= 0) {
      throw Refusal.badRequest(name + " holds a character that nothing is stored with");
    }
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable Instant instant(RoutingContext request, String name) {
    String text = given(request, name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException notAnInstant) {
      throw Refusal.badRequest(
          name + " '" + text + "' is not an instant such as 2026-01-31T09:00:00Z");
    }
  }

  /** What is given, as one of these; null if nothing is. */
  private static <T> @Nullable T one(
      RoutingContext request,
      String name,
      Function<String, Optional<T>> reading,
      T[] all,
      Function<T, String> wire) {
    String text = given(request, name);
    if (text == null) {
      return null;
    }
    return reading
        .apply(text)
        .filter(List.of(all)::contains)
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "%s '%s' is not one of %s"
                        .formatted(
                            name,
                            text,
                            Arrays.stream(all).map(wire).collect(Collectors.joining(", ")))));
  }
}
