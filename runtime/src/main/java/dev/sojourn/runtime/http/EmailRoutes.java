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
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
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
    String user = Query.given(request.request(), "userId");
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
                    : Future.succeededFuture(answer(paging, List.of(), 0, false)));
  }

  private Future<Answer> page(RoutingContext request, @Nullable Long contactId, Paging paging) {
    return rooms
        .sends()
        .page(
            filter(request.request(), contactId),
            order(request.request()),
            paging.limit(),
            paging.offset())
        .compose(
            page ->
                emails
                    .json(page.sends())
                    .map(shown -> answer(paging, shown, page.total(), page.hasMore())));
  }

  private static Answer answer(Paging paging, List<JsonObject> shown, long total, boolean hasMore) {
    return Answer.ok(paging.around("emails", new JsonArray(shown), total).put("hasMore", hasMore));
  }

  private static SendFilter filter(HttpServerRequest request, @Nullable Long contactId) {
    return new SendFilter(
        contactId,
        null,
        asked(request, "status").flatMap(SendStatus::of).orElse(null),
        Query.given(request, "templateKey"),
        Query.given(request, "toEmail"),
        Query.given(request, "category"),
        asked(request, "journeyId").map(JourneyTask::nameOf).orElse(null),
        Query.instant(request, "from"),
        Query.instant(request, "to"),
        asked(request, "engagement").flatMap(Engagement::of).orElse(null));
  }

  private static SendOrder order(HttpServerRequest request) {
    return new SendOrder(
        asked(request, "sort").flatMap(SendOrder.By::of).orElse(SendOrder.By.CREATED),
        asked(request, "order").filter("asc"::equals).isPresent());
  }

  private static Optional<String> asked(HttpServerRequest request, String name) {
    return Optional.ofNullable(Query.given(request, name));
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
}
