package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.Erasures;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.ingest.IngestLane;
import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.ingest.Receipt;
import dev.sojourn.runtime.ingest.Sender;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Contacts as programs say who they are, look them up and erase them. */
final class PeopleRoutes {
  static final String PATH = "/v1/contacts";

  private final Contacts contacts;
  private final Erasures erasures;
  private final NewEventReader reader;
  private final IngestLane lane;
  private final ListWishes wishes;
  private final Bodies bodies;

  PeopleRoutes(
      Contacts contacts,
      Erasures erasures,
      NewEventReader reader,
      IngestLane lane,
      ListWishes wishes,
      Bodies bodies) {
    this.contacts = contacts;
    this.erasures = erasures;
    this.reader = reader;
    this.lane = lane;
    this.wishes = wishes;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.guarded(HttpMethod.PUT, PATH, Scope.INGEST, this::put);
    routes.guarded(HttpMethod.GET, PATH + "/find", Scope.INGEST, this::find);
    routes.guarded(HttpMethod.DELETE, PATH, Scope.INGEST, this::erase);
  }

  private Future<Answer> put(RoutingContext request) {
    Sender sender = new Sender(0, Source.API, false, null);
    return bodies
        .read(request.request())
        .map(body -> reader.readContact(body.getBytes(), sender))
        .compose(said -> reachable(said).map(said))
        .compose(said -> lane.accept(said).compose(receipt -> followed(said, receipt)));
  }

  /** Who says something of lists must say, or have said, where mails go. */
  private Future<?> reachable(NewEvent said) {
    if (said.lists().isEmpty()) {
      return Future.succeededFuture();
    }
    String fault = wishes.fault(said.lists());
    if (fault != null) {
      throw Refusal.badRequest(fault);
    }
    if (said.keys().stream().anyMatch(key -> key.kind() == KeyKind.EMAIL)) {
      return Future.succeededFuture();
    }
    return contacts
        .find(said.keys().get(0))
        .map(
            found -> {
              if (found.map(Contact::email).isEmpty()) {
                throw Refusal.badRequest(
                    "lists need an e-mail address, and the contact has none; send email with them");
              }
              return found;
            });
  }

  private Future<Answer> followed(NewEvent said, Receipt receipt) {
    return said.lists().isEmpty()
        ? Future.succeededFuture(answer(receipt, null))
        : wishes.follow(said, receipt).map(fault -> answer(receipt, fault));
  }

  private static Answer answer(Receipt receipt, @Nullable String listsError) {
    Receipt.Person person = receipt.person();
    JsonObject json =
        new JsonObject()
            .put("id", person.id())
            .put("created", person.created())
            .put("linked", person.linked());
    if (person.conflict()) {
      json.put("identityConflict", true);
    }
    if (listsError != null) {
      json.put("listsError", listsError);
    }
    return Answer.ok(json);
  }

  private Future<Answer> find(RoutingContext request) {
    return Who.of(request)
        .somebody()
        .find(contacts)
        .map(
            found -> {
              JsonArray items = new JsonArray();
              found.ifPresent(contact -> items.add(ContactView.json(contact)));
              return Answer.ok(new JsonObject().put("contacts", items));
            });
  }

  private Future<Answer> erase(RoutingContext request) {
    return bodies
        .read(request.request())
        .map(body -> body.length() == 0 ? Who.of(request) : Who.of(JsonBody.object(body)))
        .compose(
            who -> who.somebody().find(contacts).compose(found -> erase(who, found.orElse(null))));
  }

  private Future<Answer> erase(Who who, @Nullable Contact contact) {
    String named = who.userId() == null ? String.valueOf(who.email()) : who.userId();
    return contact == null
        ? Future.failedFuture(Refusal.notFound("contact", named))
        : erasures.erase(contact.id()).map(erased -> erased(erased, named));
  }

  /** The answer of every route that erases. */
  static Answer erased(boolean erased, String id) {
    if (!erased) {
      throw Refusal.notFound("contact", id);
    }
    return Answer.ok(new JsonObject().put("deleted", true));
  }
}
