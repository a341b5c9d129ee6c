package dev.sojourn.runtime.http;

import dev.sojourn.core.preference.Choice;
import dev.sojourn.core.preference.Grant;
import dev.sojourn.core.verdict.Wishes;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.http.Messages.Texts;
import dev.sojourn.runtime.preference.Address;
import dev.sojourn.runtime.preference.Preference;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the readers of mails leave them and choose among them. The token in the link is all the
 * proof that is asked for. To look changes nothing: mail scanners follow links.
 */
final class PreferenceRoutes {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";
  private static final Set<Grant.Action> LEAVING =
      EnumSet.of(Grant.Action.UNSUBSCRIBE, Grant.Action.RESUBSCRIBE);
  private static final Set<Grant.Action> MANAGING = EnumSet.of(Grant.Action.MANAGE);

  private final PreferenceRooms rooms;
  private final Contacts contacts;
  private final Bundle bundle;
  private final Bodies bodies;
  private final InstantSource clock;
  private final Messages messages = new Messages();
  private final PreferencePages pages = new PreferencePages();

  PreferenceRoutes(
      PreferenceRooms rooms, Contacts contacts, Bundle bundle, Bodies bodies, InstantSource clock) {
    this.rooms = rooms;
    this.contacts = contacts;
    this.bundle = bundle;
    this.bodies = bodies;
    this.clock = clock;
  }

  void mount(Routes routes) {
    routes.add(PublicTable.UNSUBSCRIBE_ASK, this::ask);
    routes.add(PublicTable.UNSUBSCRIBE, this::leave);
    routes.add(PublicTable.PREFERENCES, this::show);
    routes.add(PublicTable.PREFERENCES_SAVE, this::save);
  }

  /** Somebody with a link that is good, and the texts in its language. */
  private record Visitor(Grant grant, Address who, Texts texts) {}

  private Future<Answer> ask(RoutingContext request) {
    return visited(
        request,
        LEAVING,
        visitor ->
            Future.succeededFuture(
                html(200, pages.ask(visitor.texts(), visitor.grant(), lists()))));
  }

  private Future<Answer> leave(RoutingContext request) {
    return form(request).compose(form -> visited(request, LEAVING, visitor -> left(visitor, form)));
  }

  private Future<Answer> left(Visitor visitor, Form form) {
    Grant grant = visitor.grant();
    boolean onPage = form.all("from").contains("page");
    boolean leaves = grant.action() == Grant.Action.UNSUBSCRIBE;
    if (!onPage && !(leaves && form.all("List-Unsubscribe").contains("One-Click"))) {
      throw Refusal.badRequest("expected the form field 'List-Unsubscribe=One-Click'");
    }
    return rooms
        .choices()
        .choose(visitor.who(), List.of(new Choice(grant.category(), !leaves)))
        .map(
            changed ->
                onPage
                    ? html(200, pages.done(visitor.texts(), grant, lists(), rooms.links()))
                    : new Answer(
                        200, "text/plain; charset=utf-8", Buffer.buffer("unsubscribed\n")));
  }

  private Future<Answer> show(RoutingContext request) {
    return visited(
        request,
        MANAGING,
        visitor -> rooms.choices().of(visitor.who()).map(known -> chosen(visitor, known, false)));
  }

  private Future<Answer> save(RoutingContext request) {
    return form(request)
        .compose(form -> visited(request, MANAGING, visitor -> saved(visitor, form)));
  }

  private Future<Answer> saved(Visitor visitor, Form form) {
    return rooms
        .choices()
        .of(visitor.who())
        .compose(
            known ->
                rooms
                    .choices()
                    .choose(visitor.who(), choices(form, known.standing().wishes(), lists())))
        .compose(changed -> rooms.choices().of(visitor.who()))
        .map(known -> chosen(visitor, known, true));
  }

  /** What the form changes; what it says as it was is no choice. */
  static List<Choice> choices(Form form, Wishes wishes, ListsDefinition lists) {
    String all = form.first("all");
    if (all != null) {
      return List.of(new Choice(null, all.equals("return")));
    }
    List<Choice> choices = new ArrayList<>();
    List<String> wanted = form.all("wanted");
    for (String id : form.all("shown")) {
      boolean wants = wanted.contains(id);
      if (lists.has(id) && wants != wishes.want(id, lists)) {
        choices.add(new Choice(id, wants));
      }
    }
    return choices;
  }

  private Answer chosen(Visitor visitor, Preference known, boolean saved) {
    return html(200, pages.preferences(visitor.texts(), known, lists(), saved));
  }

  private ListsDefinition lists() {
    return bundle.active().lists();
  }

  /** What a visitor with a good link gets; others are told that theirs is worth nothing. */
  private Future<Answer> visited(RoutingContext request, Set<Grant.Action> actions, Visit visit) {
    HttpServerRequest raw = request.request();
    raw.response()
        .putHeader("content-security-policy", POLICY)
        .putHeader("x-robots-tag", "noindex");
    String language = raw.getHeader("accept-language");
    Optional<Grant> grant =
        rooms
            .links()
            .tokens()
            .read(raw.getParam("token"), clock.instant())
            .filter(one -> actions.contains(one.action()));
    if (grant.isEmpty()) {
      return Future.succeededFuture(html(400, pages.invalid(messages.of(null, language))));
    }
    return rooms
        .choices()
        .holder(grant.get())
        .compose(
            who ->
                contacts
                    .load(List.of(who.contactId()))
                    .map(found -> texts(found.get(who.contactId()), language))
                    .map(texts -> new Visitor(grant.get(), who, texts)))
        .compose(visit::answer);
  }

  private Texts texts(@Nullable Contact contact, @Nullable String language) {
    Object locale = contact == null ? null : contact.properties().get("locale");
    return messages.of(
        locale == null && contact != null ? contact.properties().get("language") : locale,
        language);
  }

  private Future<Form> form(RoutingContext request) {
    String type = request.request().getHeader("content-type");
    return bodies
        .read(request.request())
        .map(body -> Form.of(type, body.toString(StandardCharsets.UTF_8)));
  }

  private static Answer html(int status, String page) {
    return new Answer(status, HTML, Buffer.buffer(page));
  }

  /** What is done for a visitor. */
  private interface Visit {
    Future<Answer> answer(Visitor visitor);
  }
}
