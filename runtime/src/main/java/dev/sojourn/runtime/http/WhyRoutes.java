package dev.sojourn.runtime.http;

import dev.sojourn.core.replay.Entry;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.Uncompilable;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.decision.Decision;
import dev.sojourn.runtime.email.SendFilter;
import dev.sojourn.runtime.email.SendView;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.EnrolmentFilter;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.enrolment.Passage;
import dev.sojourn.runtime.entry.DateEntries;
import dev.sojourn.runtime.event.StoredEvent;
import dev.sojourn.runtime.journey.StepLines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Why a contact did or did not get something. */
final class WhyRoutes {
  private static final int ENROLMENTS = 50;
  private static final int SENDS = 200;

  private final Vertx vertx;
  private final AdminRooms rooms;
  private final Database database;

  WhyRoutes(Vertx vertx, AdminRooms rooms, Database database) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.database = database;
  }

  void mount(Routes routes) {
    routes.add(PeopleTable.WHY, this::why);
  }

  /**
   * What is asked about.
   *
   * @param journeys the journeys whose lines count; null for all
   * @param mail the template whose sends count; null for those of the journeys
   */
  private record Asked(@Nullable Set<String> journeys, @Nullable String mail) {
    boolean isAbout(String journey) {
      return journeys == null || journeys.contains(journey);
    }

    boolean isAbout(SendView send) {
      return mail != null
          ? send.template().equals(mail)
          : journeys == null
              || (send.task() != null && isAbout(JourneyTask.journeyOf(send.task())));
    }

    boolean isAbout(Decision decision) {
      String about = decision.about();
      String rest = about.substring(about.indexOf(':') + 1);
      if (about.startsWith("mail:")) {
        return mail == null ? journeys == null : rest.equals(mail);
      }
      int slash = about.startsWith("journey:") ? -1 : rest.indexOf('/');
      return isAbout(slash < 0 ? rest : rest.substring(0, slash));
    }
  }

  private Future<Answer> why(RoutingContext request) {
    String id = request.pathParam("id");
    Asked asked = asked(request);
    return rooms
        .contacts()
        .find(id)
        .compose(
            found ->
                found
                    .map(contact -> lines(contact, asked).map(all -> answer(request, contact, all)))
                    .orElseGet(() -> Future.failedFuture(Refusal.notFound("contact", id))));
  }

  /** A mail asks about the journeys that name its template, too. */
  private Asked asked(RoutingContext request) {
    String journey = Query.given(request.request(), "journey");
    String mail = Query.given(request.request(), "mail");
    if (journey != null || mail == null) {
      return new Asked(journey == null ? null : Set.of(journey), mail);
    }
    Set<String> naming = new TreeSet<>();
    rooms
        .bundle()
        .active()
        .journeys()
        .forEach(
            (name, active) -> {
              if (active.definition().labels().contains(mail)) {
                naming.add(name);
              }
            });
    return new Asked(naming, mail);
  }

  private Future<List<Why.Line>> lines(Contact contact, Asked asked) {
    String one =
        asked.journeys() != null && asked.journeys().size() == 1
            ? asked.journeys().iterator().next()
            : null;
    Future<List<Why.Passed>> passed =
        rooms
            .enrolments()
            .page(new EnrolmentFilter(one, null, contact.id()), ENROLMENTS, 0)
            .compose(page -> passed(contact, page.enrolments(), asked));
    Future<List<Decision>> decisions = rooms.decisions().of(contact.id());
    Future<List<SendView>> sends =
        rooms.sends().list(new SendFilter(contact.id(), null, null, asked.mail()), SENDS, 0);
    Future<List<DateEntries.Waits>> dates = DateEntries.of(database, rooms.engine(), contact.id());
    Future<List<Decision>> told =
        decisions.map(all -> all.stream().filter(asked::isAbout).toList());
    Future<Guards> guards = told.compose(this::guards);
    return Future.all(passed, guards, sends, dates)
        .map(
            all ->
                Why.of(
                    passed.result(),
                    told.result(),
                    sends.result().stream().filter(asked::isAbout).toList(),
                    dates.result().stream()
                        .filter(date -> asked.isAbout(date.journeyId()))
                        .toList(),
                    guards.result(),
                    database.publicIds()));
  }

  private Future<Guards> guards(List<Decision> decisions) {
    Map<String, ActiveJourney> active = rooms.bundle().active().journeys();
    Map<String, Script> scripts = new HashMap<>();
    List<Future<Void>> loaded =
        decisions.stream()
            .flatMap(decision -> JourneyTask.idOf(decision.about()).stream())
            .distinct()
            .flatMap(id -> Optional.ofNullable(active.get(id)).stream())
            .map(
                journey ->
                    script(journey.version())
                        .<Void>map(
                            script -> {
                              script.ifPresent(one -> scripts.put(one.definition().id(), one));
                              return null;
                            }))
            .toList();
    return Future.all(loaded).map(all -> new Guards(scripts));
  }

  /** Empty if the version cannot be compiled any more. */
  private Future<Optional<Script>> script(int version) {
    return rooms
        .bundle()
        .script(version)
        .map(Optional::of)
        .recover(
            failure ->
                failure instanceof Uncompilable
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(failure));
  }

  private Future<List<Why.Passed>> passed(
      Contact contact, List<Enrolment> enrolments, Asked asked) {
    List<Enrolment> wanted =
        enrolments.stream().filter(one -> asked.isAbout(one.journeyId())).toList();
    return rooms
        .events()
        .load(
            wanted.stream().map(Enrolment::eventId).toList(),
            wanted.stream().map(Enrolment::contactId).toList())
        .compose(
            triggers ->
                Future.all(
                    wanted.stream()
                        .map(one -> passed(contact, one, triggers.get(one.eventId())))
                        .toList()))
        .map(done -> done.list());
  }

  private Future<Why.Passed> passed(
      Contact contact, Enrolment enrolment, @Nullable StoredEvent trigger) {
    return rooms
        .enrolments()
        .journal(enrolment)
        .compose(
            passages ->
                script(enrolment.version())
                    .compose(
                        script ->
                            places(script, contact, enrolment, trigger, passages)
                                .map(
                                    places ->
                                        new Why.Passed(
                                            enrolment,
                                            trigger,
                                            script.orElse(null),
                                            passages,
                                            places))));
  }

  /** None where the journal or the script cannot be read any more. */
  private Future<IdentityHashMap<Entry, String>> places(
      Optional<Script> script,
      Contact contact,
      Enrolment enrolment,
      @Nullable StoredEvent trigger,
      List<Passage> passages) {
    boolean isReadable = passages.stream().allMatch(passage -> passage.unreadable() == null);
    if (trigger == null || passages.isEmpty() || !isReadable || script.isEmpty()) {
      return Future.succeededFuture(new IdentityHashMap<>());
    }
    String face = database.publicIds().face(enrolment.id());
    return vertx.executeBlocking(
        () -> StepLines.of(script.get(), enrolment, face, passages, contact, trigger));
  }

  private static Answer answer(RoutingContext request, Contact contact, List<Why.Line> lines) {
    String accept = request.request().getHeader("accept");
    if (accept != null && accept.startsWith("text/plain")) {
      return new Answer(
          200, "text/plain; charset=utf-8", Buffer.buffer(WhyText.text(contact, lines)));
    }
    return Answer.ok(
        new JsonObject()
            .put("contact", contact.publicId())
            .put("userId", contact.key())
            .put("lines", WhyText.json(lines)));
  }
}
