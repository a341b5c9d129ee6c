package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.decision.Decision;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.preference.Address;
import dev.sojourn.runtime.preference.Choices;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Looking at people, and at what they were left out of. */
final class ContactRoutes {
  private final Contacts contacts;
  private final Decisions decisions;
  private final Choices choices;

  ContactRoutes(Contacts contacts, Decisions decisions, Choices choices) {
    this.contacts = contacts;
    this.decisions = decisions;
    this.choices = choices;
  }

  void mount(Routes routes) {
    routes.add(PeopleTable.CONTACT, this::one);
    routes.add(PeopleTable.DECISIONS, this::leftOut);
  }

  private Future<Answer> one(RoutingContext request) {
    return found(request)
        .compose(
            contact ->
                preferences(contact)
                    .map(
                        preferences ->
                            Answer.ok(
                                new JsonObject()
                                    .put("contact", ContactView.adminJson(contact))
                                    .put("preferences", preferences))));
  }

  private Future<@Nullable JsonObject> preferences(Contact contact) {
    String email = contact.email();
    return email == null
        ? Future.succeededFuture()
        : choices
            .of(new Address(contact.id(), email))
            .map(known -> PreferenceAdminRoutes.json(contact.publicId(), contact.key(), known));
  }

  private Future<Answer> leftOut(RoutingContext request) {
    Paging paging = Paging.of(request);
    return found(request)
        .compose(contact -> decisions.of(contact.id()))
        .map(
            all -> {
              JsonArray items = new JsonArray();
              all.forEach(decision -> items.add(json(decision)));
              return Answer.ok(paging.cut("decisions", items));
            });
  }

  private Future<Contact> found(RoutingContext request) {
    String id = request.pathParam("id");
    return contacts
        .find(id)
        .compose(
            contact ->
                contact
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Refusal.notFound("contact", id))));
  }

  private static JsonObject json(Decision decision) {
    return new JsonObject()
        .put("about", decision.about())
        .put("reason", decision.reason())
        .put("count", decision.count())
        .put("firstAt", Wire.time(decision.firstAt()))
        .put("lastAt", Wire.time(decision.lastAt()))
        .put("compared", Wire.object(decision.compared()));
  }
}
