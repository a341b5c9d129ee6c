package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.ContactOrder.By;
import dev.sojourn.runtime.contact.ContactPage;
import dev.sojourn.runtime.contact.ContactPage.Mark;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.ingest.IngestLane;
import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.ingest.Sender;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Contacts as operators list, make, change, merge and erase them. */
final class ContactAdminRoutes {
  private static final Sender OPERATOR = new Sender(0, Source.STUDIO, true, null);

  private final AdminRooms rooms;
  private final NewEventReader reader;
  private final IngestLane lane;
  private final Bodies bodies;

  ContactAdminRoutes(AdminRooms rooms, NewEventReader reader, IngestLane lane, Bodies bodies) {
    this.rooms = rooms;
    this.reader = reader;
    this.lane = lane;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(ContactTable.LIST, this::list);
    routes.add(ContactTable.MAKE, this::make);
    routes.add(ContactTable.CHANGE, this::change);
    routes.add(ContactTable.ERASE, this::erase);
    routes.add(ContactTable.MERGE, this::merge);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    ContactQuery query = ContactQuery.of(request.request());
    Cursor cursor = Cursor.of(request);
    Mark after = cursor == null ? null : new Mark(cursor.place(), cursor.id());
    if (after != null && query.order().by() != By.PROPERTY && after.time().isEmpty()) {
      throw Refusal.badRequest("cursor is none that this list has answered; begin without one");
    }
    return rooms
        .contacts()
        .page(query.filter(), query.order(), after, paging.limit(), paging.offset())
        .map(page -> Answer.ok(json(page, paging)));
  }

  private static JsonObject json(ContactPage page, Paging paging) {
    JsonArray items = new JsonArray();
    page.contacts().forEach(contact -> items.add(ContactView.adminJson(contact)));
    Mark next = page.next();
    return paging
        .around("contacts", items, page.total())
        .put("nextCursor", next == null ? null : new Cursor(next.place(), next.id()).text());
  }

  private Future<Answer> make(RoutingContext request) {
    return bodies
        .object(request)
        .map(this::said)
        .compose(
            said ->
                Future.all(said.keys().stream().map(rooms.contacts()::find).toList())
                    .compose(found -> make(said, found.list())));
  }

  private Future<Answer> make(NewEvent said, List<Optional<Contact>> found) {
    if (found.stream().anyMatch(one -> one.isPresent())) {
      throw Refusal.conflict(
          "a contact with %s is there already; change that one".formatted(said.keys().get(0)));
    }
    return lane.accept(said)
        .compose(receipt -> contact(receipt.person().id()))
        .map(
            made -> Answer.json(201, new JsonObject().put("contact", ContactView.adminJson(made))));
  }

  private Future<Answer> change(RoutingContext request) {
    return bodies
        .object(request)
        .compose(
            said -> contact(request.pathParam("id")).compose(contact -> change(contact, said)));
  }

  private Future<Answer> change(Contact contact, JsonObject said) {
    Object externalId = said.getValue("externalId");
    if (externalId != null
        && contact.externalId() != null
        && !externalId.equals(contact.externalId())) {
      throw Refusal.conflict(
          "the externalId of contact '%s' is '%s' and never changes; merge contacts instead"
              .formatted(contact.publicId(), contact.externalId()));
    }
    return lane.accept(said(said, contact))
        .compose(
            receipt ->
                contact(contact.publicId())
                    .map(
                        now -> {
                          JsonObject json =
                              new JsonObject().put("contact", ContactView.adminJson(now));
                          return Answer.ok(
                              receipt.person().conflict()
                                  ? json.put("identityConflict", true)
                                  : json);
                        }));
  }

  /** A new contact, as the data plane would say it. */
  private NewEvent said(JsonObject said) {
    return reader.readContact(plain(said).toBuffer().getBytes(), OPERATOR);
  }

  /** A stored one; it keeps the sender's own id that it has. */
  private NewEvent said(JsonObject said, Contact contact) {
    JsonObject fields = plain(said);
    if (contact.externalId() != null) {
      fields.remove("userId");
    }
    return reader.readChange(fields.toBuffer().getBytes(), OPERATOR, contact.id());
  }

  private static JsonObject plain(JsonObject said) {
    return new JsonObject()
        .put("userId", said.getValue("externalId"))
        .put("email", said.getValue("email"))
        .put("properties", said.getValue("properties"));
  }

  private Future<Answer> erase(RoutingContext request) {
    String id = request.pathParam("id");
    return contact(id)
        .compose(contact -> rooms.erasures().erase(contact.id()))
        .map(erased -> PeopleRoutes.erased(erased, id));
  }

  private Future<Answer> merge(RoutingContext request) {
    return bodies
        .object(request)
        .compose(
            said ->
                Future.all(contact(request.pathParam("id")), contact(said.getString("contactId"))))
        .compose(
            both -> {
              Contact survivor = both.resultAt(0);
              Contact loser = both.resultAt(1);
              return rooms.merges().merge(survivor.id(), loser.id());
            })
        .map(
            merged ->
                merged
                    .map(
                        one ->
                            Answer.ok(new JsonObject().put("contact", ContactView.adminJson(one))))
                    .orElseThrow(
                        () -> Refusal.conflict("both are one contact already, or one is gone")));
  }

  private Future<Contact> contact(String id) {
    return rooms
        .contacts()
        .find(id)
        .map(found -> found.orElseThrow(() -> Refusal.notFound("contact", id)));
  }
}
