package dev.sojourn.runtime.http;

import dev.sojourn.core.preference.Choice;
import dev.sojourn.core.verdict.Wishes;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.dsl.definition.MailList;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.preference.Address;
import dev.sojourn.runtime.preference.Choices;
import dev.sojourn.runtime.preference.Standing;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The kinds of mail there are, and what somebody wants of them, as programs see and say it. */
final class ListRoutes {
  private final Contacts contacts;
  private final Choices choices;
  private final Bundle bundle;
  private final Senders senders;
  private final Bodies bodies;

  ListRoutes(Contacts contacts, Choices choices, Bundle bundle, Senders senders, Bodies bodies) {
    this.contacts = contacts;
    this.choices = choices;
    this.bundle = bundle;
    this.senders = senders;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(ContactTable.LISTS, this::list);
    routes.add(ContactTable.WISHES, this::get);
    routes.add(ContactTable.SET_WISHES, this::set);
    routes.add(ContactTable.SUBSCRIBE, request -> choose(request, true));
    routes.add(ContactTable.UNSUBSCRIBE, request -> choose(request, false));
  }

  private Future<Answer> list(RoutingContext request) {
    Who who = senders.who(request);
    Future<Standing> standing =
        who.isNobody()
            ? Future.succeededFuture(Standing.OPEN)
            : who.address(contacts).compose(this::standing);
    return standing.map(
        known -> {
          JsonArray items = new JsonArray();
          ListsDefinition lists = bundle.active().lists();
          lists.lists().forEach(one -> items.add(json(one, known, lists)));
          return Answer.ok(new JsonObject().put("lists", items));
        });
  }

  private static JsonObject json(MailList list, Standing standing, ListsDefinition lists) {
    JsonObject json =
        new JsonObject()
            .put("id", list.id())
            .put("name", list.name())
            .put("defaultOptIn", !list.optIn())
            .put("kind", "topic")
            .put("subscribed", isSubscribed(standing, list.id(), lists));
    return list.description() == null ? json : json.put("description", list.description());
  }

  /** Who left all mails is on no list. */
  private static boolean isSubscribed(Standing standing, String id, ListsDefinition lists) {
    Wishes wishes = standing.wishes();
    return !wishes.unsubscribedFromAll() && wishes.want(id, lists);
  }

  private Future<Answer> get(RoutingContext request) {
    return senders.who(request).somebody().address(contacts).compose(this::shown);
  }

  private Future<Answer> set(RoutingContext request) {
    return bodies
        .object(request)
        .compose(
            body -> {
              List<Choice> said =
                  PreferenceAdminRoutes.Wanted.of(body, bundle.active().lists()).choices();
              return senders
                  .who(request, body)
                  .somebody()
                  .address(contacts)
                  .compose(to -> choices.choose(to, said).compose(done -> shown(to)));
            });
  }

  private Future<Answer> shown(Address to) {
    return standing(to)
        .map(
            standing -> {
              JsonObject categories = new JsonObject();
              ListsDefinition lists = bundle.active().lists();
              for (String id : lists.categories()) {
                categories.put(id, standing.wishes().want(id, lists));
              }
              return Answer.ok(
                  new JsonObject()
                      .put("categories", categories)
                      .put("unsubscribedAll", standing.unsubscribedAll()));
            });
  }

  private Future<Answer> choose(RoutingContext request, boolean wanted) {
    String id = request.pathParam("id");
    ListsDefinition lists = bundle.active().lists();
    return bodies
        .object(request)
        .compose(body -> on(id, lists, senders.who(request, body)).address(contacts))
        .compose(
            to -> choices.choose(to, List.of(new Choice(id, wanted))).compose(done -> standing(to)))
        .map(
            standing ->
                Answer.ok(
                    new JsonObject()
                        .put("list", id)
                        .put("subscribed", isSubscribed(standing, id, lists))));
  }

  /** Whom a request is about, if there is such a list to join or leave. */
  private static Who on(String id, ListsDefinition lists, Who who) {
    if (lists.list(id).isEmpty()) {
      throw ListsDefinition.BUILT_IN.contains(id)
          ? Refusal.badRequest("'%s' is no list that one joins or leaves".formatted(id))
          : Refusal.notFound("list", id);
    }
    return who.somebody();
  }

  private Future<Standing> standing(Address to) {
    return choices.of(to).map(known -> known.standing());
  }
}
