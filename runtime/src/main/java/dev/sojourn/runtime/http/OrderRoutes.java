package dev.sojourn.runtime.http;

import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.email.MailOrder;
import dev.sojourn.runtime.email.Orders;
import dev.sojourn.runtime.email.Placed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/emails}: one mail, asked for by a program. */
final class OrderRoutes {
  private final Orders orders;
  private final Contacts contacts;
  private final Bundle bundle;
  private final PublicIds ids;
  private final OrderBodies bodies;

  OrderRoutes(Orders orders, Contacts contacts, Bundle bundle, PublicIds ids, OrderBodies bodies) {
    this.orders = orders;
    this.contacts = contacts;
    this.bundle = bundle;
    this.ids = ids;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(DataTable.EMAIL, this::place);
  }

  private Future<Answer> place(RoutingContext request) {
    var mayAll = Routes.may(request, Scope.FULL_ADMIN);
    var key = Senders.idempotencyKey(request.request());
    return bodies.read(request.request(), body -> placed(body, key, mayAll)).map(this::answer);
  }

  private Future<Placed> placed(OrderBody body, @Nullable String key, boolean mayAll) {
    DataTable.EMAIL.shape().ifPresent(shape -> Faults.refuse(shape.fault("", body.fields())));
    return recipient(body)
        .map(recipient -> order(body, recipient, body.key(key), mayAll))
        .compose(orders::place);
  }

  /** Whom a mail goes to. */
  private record Recipient(@Nullable Long contactId, String address) {}

  private Future<Recipient> recipient(OrderBody body) {
    var to = body.text("to");
    var user = body.text("userId");
    if (to == null && user == null) {
      return Future.failedFuture(Refusal.badRequest("neither 'to' nor 'userId' is given"));
    }
    return contacts
        .find(user == null ? String.valueOf(to) : user)
        .compose(
            contact -> {
              if (to != null) {
                return Future.succeededFuture(new Recipient(owner(contact, to, user), to));
              }
              var address = contact.map(Contact::email).orElse(null);
              return address == null
                  ? Future.failedFuture(
                      Refusal.of(404, "'" + user + "' is nobody with an email address"))
                  : Future.succeededFuture(
                      new Recipient(contact.map(Contact::id).orElse(null), address));
            });
  }

  /** An address may look like somebody else's id. */
  private static @Nullable Long owner(Optional<Contact> contact, String to, @Nullable String user) {
    return contact
        .filter(one -> user != null || to.strip().equalsIgnoreCase(one.email()))
        .map(Contact::id)
        .orElse(null);
  }

  private MailOrder order(
      OrderBody body, Recipient recipient, @Nullable String key, boolean mayAll) {
    var template = body.text("template");
    var known = template == null ? Optional.empty() : bundle.template(template);
    if (template == null || known.isEmpty()) {
      throw Refusal.badRequest("template '" + template + "' is none that is known here");
    }
    var unchecked = body.flag("skipPreferenceCheck");
    if (unchecked && !mayAll) {
      throw Refusal.forbidden();
    }
    try {
      return new MailOrder(
          recipient.contactId(),
          recipient.address(),
          template,
          category(body, template),
          body.text("subject"),
          body.text("from"),
          body.props(),
          key,
          body.extras(),
          unchecked);
    } catch (IllegalArgumentException unfit) {
      throw Refusal.badRequest(String.valueOf(unfit.getMessage()));
    }
  }

  private String category(OrderBody body, String template) {
    var said = body.text("category");
    var category =
        said != null
            ? said
            : bundle
                .template(template)
                .map(one -> one.template().frontMatter().category())
                .orElse(ListsDefinition.TRANSACTIONAL);
    var lists = bundle.active().lists();
    if (!lists.has(category)) {
      throw Refusal.badRequest(
          "category '" + category + "' is not one of " + String.join(", ", lists.categories()));
    }
    return category;
  }

  private Answer answer(Placed placed) {
    var outcome = placed.outcome();
    var json =
        new JsonObject()
            .put("emailSendId", ids.face(placed.sendId()))
            .put("status", outcome.told());
    if (outcome.isSettled() && outcome.reason() != null) {
      json.put("reason", outcome.reason());
    }
    return Answer.json(202, json);
  }
}
