package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.Erasures;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.ingest.Receipt;
import dev.sojourn.runtime.ingest.Sender;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Contacts as programs say who they are, look them up and erase them. */
final class PeopleRoutes {
  private final Contacts contacts;
  private final Erasures erasures;
  private final NewEventReader reader;
  private final EventLane lane;
  private final Senders senders;
  private final Bodies bodies;

  PeopleRoutes(
      AdminRooms rooms, NewEventReader reader, EventLane lane, Senders senders, Bodies bodies) {
    this.contacts = rooms.contacts();
    this.erasures = rooms.erasures();
    this.reader = reader;
    this.lane = lane;
    this.senders = senders;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(ContactTable.PUT, this::put);
    routes.add(ContactTable.FIND, this::find);
    routes.add(ContactTable.DELETE, this::erase);
  }

  private Future<Answer> put(RoutingContext request) {
    Sender sender = senders.of(Routes.key(request), null);
    return bodies
        .read(request)
        .map(body -> reader.readContact(body.getBytes(), sender))
        .compose(said -> senders.mayTouch(sender, said))
        .compose(said -> reachable(said).compose(reached -> lane.accept(said)))
        .map(PeopleRoutes::answer);
  }

  /** Who says something of lists must say, or have said, where mails go. */
  private Future<?> reachable(NewEvent said) {
    if (said.lists().isEmpty()) {
      return Future.succeededFuture();
    }
    String fault = lane.wishes().fault(said.lists());
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

  private static Answer answer(Taken taken) {
    Receipt.Person person = taken.receipt().person();
    JsonObject json =
        new JsonObject()
            .put("id", person.id())
            .put("created", person.created())
            .put("linked", person.linked());
    if (person.conflict()) {
      json.put("identityConflict", true);
    }
    if (taken.listsError() != null) {
      json.put("listsError", taken.listsError());
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
        .objectOrNone(request)
        .map(body -> body == null ? Who.of(request) : Who.of(body))
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
