package dev.sojourn.runtime.http;

import dev.sojourn.core.preference.Choice;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.preference.Address;
import dev.sojourn.runtime.preference.ImportProgress;
import dev.sojourn.runtime.preference.Preference;
import dev.sojourn.runtime.preference.Suppressed;
import dev.sojourn.runtime.preference.Suppressions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Seeing and changing, as an operator, which mails people get. */
final class PreferenceAdminRoutes {
  private static final int MOST_SUPPRESSIONS = 200;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final PreferenceRooms rooms;
  private final Contacts contacts;
  private final Bundle bundle;
  private final Bodies bodies;

  PreferenceAdminRoutes(PreferenceRooms rooms, Contacts contacts, Bundle bundle, Bodies bodies) {
    this.rooms = rooms;
    this.contacts = contacts;
    this.bundle = bundle;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(PeopleTable.PREFERENCES, this::get);
    routes.add(PeopleTable.SET_PREFERENCES, this::put);
    routes.add(PeopleTable.SUPPRESSED, this::list);
    routes.add(PeopleTable.SUPPRESS, this::take);
    routes.add(PeopleTable.SUPPRESS_PROGRESS, this::taken);
  }

  private Future<Answer> get(RoutingContext request) {
    return found(request.pathParam("id")).compose(this::shown);
  }

  private Future<Answer> put(RoutingContext request) {
    return bodies
        .object(request)
        .map(body -> Wanted.of(body, bundle.active().lists()))
        .compose(
            wanted ->
                found(request.pathParam("id"))
                    .compose(contact -> said(contact, wanted).compose(done -> shown(contact))));
  }

  private Future<?> said(Contact contact, Wanted wanted) {
    Address who = address(contact);
    Boolean suppressed = wanted.suppressed();
    Future<Void> barred =
        suppressed == null
            ? Future.succeededFuture()
            : rooms.suppressions().set(who.email(), suppressed);
    return wanted.choices().isEmpty()
        ? barred
        : barred.compose(done -> rooms.choices().choose(who, wanted.choices()));
  }

  private Future<Answer> shown(Contact contact) {
    return rooms
        .choices()
        .of(address(contact))
        .map(known -> Answer.ok(json(contact.publicId(), contact.key(), known)));
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request, MOST_SUPPRESSIONS);
    Suppressions.Kind kind = kind(Query.given(request.request(), "type"));
    return rooms
        .suppressions()
        .list(kind, paging.limit(), paging.offset())
        .compose(
            page ->
                contacts
                    .load(
                        page.items().stream()
                            .map(Suppressed::contactId)
                            .filter(Objects::nonNull)
                            .collect(Collectors.toSet()))
                    .map(known -> Answer.ok(json(page, known, paging))));
  }

  private Future<Answer> take(RoutingContext request) {
    String key = Query.given(request.request(), "key");
    if (key == null || !KEY.matcher(key).matches()) {
      throw Refusal.badRequest(
          "key: expected 1 to 100 letters, digits, '.', '_' or '-' that name the import; the same"
              + " file under the same key goes on where it stopped");
    }
    return SuppressionImport.of(request.request(), rooms.suppressions(), key)
        .map(progress -> Answer.ok(json(progress)));
  }

  private Future<Answer> taken(RoutingContext request) {
    String key = request.pathParam("key");
    return rooms
        .suppressions()
        .progress(key)
        .compose(
            found ->
                found
                    .map(progress -> Future.succeededFuture(Answer.ok(json(progress))))
                    .orElseGet(() -> Future.failedFuture(Refusal.notFound("import", key))));
  }

  private static JsonObject json(ImportProgress progress) {
    JsonArray errors = new JsonArray();
    progress
        .errors()
        .forEach(
            one -> errors.add(new JsonObject().put("line", one.line()).put("error", one.error())));
    return new JsonObject()
        .put("key", progress.key())
        .put("lines", progress.lines())
        .put("imported", progress.imported())
        .put("failed", progress.failed())
        .put("errors", errors);
  }

  private static JsonObject json(Suppressions.Page page, Map<Long, Contact> known, Paging paging) {
    JsonArray items = new JsonArray();
    for (Suppressed one : page.items()) {
      Contact contact = one.contactId() == null ? null : known.get(one.contactId());
      items.add(
          json(
              contact == null ? null : contact.publicId(),
              contact == null ? null : contact.key(),
              one.preference()));
    }
    return paging.around("suppressions", items, page.total());
  }

  /** What is known of a contact's or of an address's preferences. */
  static JsonObject json(@Nullable String id, @Nullable String userId, Preference preference) {
    return new JsonObject()
        .put("id", id)
        .put("userId", userId)
        .put("email", preference.email())
        .put("unsubscribedAll", preference.standing().unsubscribedAll())
        .put("suppressed", preference.standing().suppressed())
        .put("bounceCount", preference.bounceCount())
        .put("categories", Wire.object(preference.standing().categories()))
        .put("suppressedAt", Wire.time(preference.suppressedAt()))
        .put("lastBounceAt", Wire.time(preference.lastBounceAt()));
  }

  private Future<Contact> found(String id) {
    return contacts
        .find(id)
        .compose(
            contact ->
                contact
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Refusal.notFound("contact", id))));
  }

  private static Address address(Contact contact) {
    String email = contact.email();
    if (email == null) {
      throw Refusal.badRequest("Contact has no email address");
    }
    return new Address(contact.id(), email.toLowerCase(Locale.ROOT));
  }

  private static Suppressions.Kind kind(@Nullable String text) {
    return text == null
        ? Suppressions.Kind.ALL
        : Suppressions.Kind.valueOf(text.toUpperCase(Locale.ROOT));
  }

  /**
   * What an operator sets.
   *
   * @param suppressed null to leave that as it is
   */
  record Wanted(@Nullable Boolean suppressed, List<Choice> choices) {
    /** What a body says; {@link Refusal} 400 if it says something that cannot be. */
    static Wanted of(JsonObject said, ListsDefinition lists) {
      List<Choice> choices = new ArrayList<>();
      JsonObject categories = said.getJsonObject("categories", new JsonObject());
      for (String category : categories == null ? Set.<String>of() : categories.fieldNames()) {
        if (!lists.has(category)) {
          throw Refusal.badRequest(
              "no list '%s'; expected one of %s"
                  .formatted(category, String.join(", ", lists.categories())));
        }
        Boolean wanted = categories.getBoolean(category);
        if (wanted != null) {
          choices.add(new Choice(category, wanted));
        }
      }
      Boolean all = said.getBoolean("unsubscribedAll");
      if (all != null) {
        choices.add(new Choice(null, !all));
      }
      return new Wanted(said.getBoolean("suppressed"), choices);
    }
  }
}
