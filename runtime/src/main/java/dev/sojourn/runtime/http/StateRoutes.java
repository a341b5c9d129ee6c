package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.EnrolmentFilter;
import dev.sojourn.runtime.enrolment.EnrolmentFollower;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.enrolment.Enrolments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looking at enrolments, ending them, and letting blocked ones go on. */
final class StateRoutes {
  private final Enrolments enrolments;
  private final Contacts contacts;
  private final Engine engine;
  private final EnrolmentFollower sends;
  private final PublicIds ids;
  private final StateView states;
  private final InstantSource clock;

  StateRoutes(
      Enrolments enrolments,
      Contacts contacts,
      Engine engine,
      EnrolmentFollower sends,
      PublicIds ids,
      StateView states,
      InstantSource clock) {
    this.enrolments = enrolments;
    this.contacts = contacts;
    this.engine = engine;
    this.sends = sends;
    this.ids = ids;
    this.states = states;
    this.clock = clock;
  }

  void mount(Routes routes) {
    routes.add(JourneyTable.STATE_LIST, this::list);
    routes.add(JourneyTable.STATE, this::one);
    routes.add(JourneyTable.STATE_CANCEL, this::cancel);
    routes.add(JourneyTable.STATE_UNBLOCK, this::unblock);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    EnrolmentStatus status =
        Optional.ofNullable(Query.given(request.request(), "status"))
            .flatMap(EnrolmentStatus::of)
            .orElse(null);
    String user = Query.given(request.request(), "userId");
    if (user == null) {
      return page(request, status, null, paging);
    }
    return contacts
        .find(user)
        .compose(
            contact ->
                contact.isPresent()
                    ? page(request, status, contact.map(Contact::id).get(), paging)
                    : Future.succeededFuture(
                        Answer.ok(paging.around("states", new JsonArray(), 0))));
  }

  private Future<Answer> page(
      RoutingContext request,
      @Nullable EnrolmentStatus status,
      @Nullable Long contactId,
      Paging paging) {
    EnrolmentFilter filter = new EnrolmentFilter(request.pathParam("id"), status, contactId);
    return enrolments
        .page(filter, paging.limit(), paging.offset())
        .compose(
            page ->
                states
                    .json(page.enrolments())
                    .map(shown -> Answer.ok(paging.around("states", shown, page.total()))));
  }

  private Future<Answer> one(RoutingContext request) {
    return found(request)
        .compose(
            enrolment ->
                enrolments
                    .journal(enrolment)
                    .compose(
                        journal ->
                            states
                                .json(List.of(enrolment))
                                .map(
                                    shown -> {
                                      JournalView view = new JournalView(ids);
                                      return Answer.ok(
                                          new JsonObject()
                                              .put("state", shown.getJsonObject(0))
                                              .put("logs", Timeline.of(enrolment, journal, view))
                                              .put("journal", view.json(journal)));
                                    })));
  }

  private Future<Answer> cancel(RoutingContext request) {
    Instant at = clock.instant();
    return found(request)
        .compose(
            enrolment ->
                enrolment.isLive()
                    ? enrolments
                        .exit(
                            engine, sends, enrolment, at, "cancelled by " + Routes.keyName(request))
                        .compose(done -> done ? exited(enrolment, at) : tooLate(request))
                    : Future.failedFuture(cannotCancel(enrolment)));
  }

  private Future<Answer> unblock(RoutingContext request) {
    return found(request)
        .compose(enrolment -> engine.unblock(List.of(enrolment.id())))
        .compose(
            freed ->
                freed == 0
                    ? Future.failedFuture(Refusal.conflict("The journey is not blocked"))
                    : Future.succeededFuture(
                        Answer.json(
                            202,
                            new JsonObject()
                                .put("id", request.pathParam("sid"))
                                .put("unblocked", true))));
  }

  private Future<Answer> exited(Enrolment enrolment, Instant at) {
    return Future.succeededFuture(
        Answer.ok(
            new JsonObject()
                .put(
                    "state",
                    new JsonObject()
                        .put("id", ids.face(enrolment.id()))
                        .put("status", EnrolmentStatus.EXITED.wire())
                        .put("exitedAt", Wire.time(at)))
                .put("hatchetCancelled", enrolment.standing().hatchetRunId() != null)));
  }

  /** It ended between the look and the lock; what it ended as is read again. */
  private Future<Answer> tooLate(RoutingContext request) {
    return found(request).compose(now -> Future.failedFuture(cannotCancel(now)));
  }

  private Future<Enrolment> found(RoutingContext request) {
    String face = request.pathParam("sid");
    return enrolments
        .one(ids.id(face).orElse(0))
        .map(found -> found.filter(e -> e.journeyId().equals(request.pathParam("id"))))
        .compose(found -> present(found, face));
  }

  private static Future<Enrolment> present(Optional<Enrolment> found, String face) {
    return found
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(Refusal.notFound("state", face)));
  }

  private static Refusal cannotCancel(Enrolment enrolment) {
    return Refusal.conflict(
        "Cannot cancel journey in '" + enrolment.standing().status().wire() + "' status");
  }
}
