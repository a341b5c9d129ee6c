package dev.sojourn.runtime.preference;

import dev.sojourn.core.preference.Choice;
import dev.sojourn.core.preference.Grant;
import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.outbox.Announcement;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people say about the mails they want. A choice is stored, and told as an event, in one
 * transaction under the contact's lock; said twice, it is stored and told once.
 */
public final class Choices {
  private static final String EVENT = "contact.unsubscribed";

  private final Database database;
  private final Contacts contacts;
  private final Preferences preferences;
  private final Outbox outbox;

  /** The choices of a database's contacts. */
  public Choices(Database database, Contacts contacts, Preferences preferences, Outbox outbox) {
    this.database = database;
    this.contacts = contacts;
    this.preferences = preferences;
    this.outbox = outbox;
  }

  /** Whom a link in a mail speaks for; a contact that is gone is 0, and the address counts. */
  public Future<Address> holder(Grant grant) {
    var email = grant.email().toLowerCase(Locale.ROOT);
    return grant.externalId().isEmpty()
        ? Future.succeededFuture(new Address(0, email))
        : contacts
            .find(grant.externalId())
            .map(found -> new Address(found.map(Contact::id).orElse(0L), email));
  }

  /** Everything that is known of what an address and its owner want. */
  public Future<Preference> of(Address who) {
    return database
        .run(PreferenceStore.DETAIL, who.contactId(), who.email(), 0)
        .map(rows -> PreferenceStore.preference(who, rows));
  }

  /**
   * Stores choices, in their order; answers whether one of them made a difference.
   *
   * @param who the contact and the bare address, in lower case
   */
  public Future<Boolean> choose(Address who, List<Choice> choices) {
    return database
        .transaction(tx -> choose(tx, who, choices))
        .recover(
            failure ->
                failure instanceof Merged merged
                    ? choose(new Address(merged.survivor, who.email()), choices)
                    : Future.failedFuture(failure));
  }

  private Future<Boolean> choose(Tx tx, Address who, List<Choice> choices) {
    return SubjectLocks.take(tx, List.of(who.contactId()))
        .compose(locked -> contacts.load(tx, List.of(who.contactId())))
        .map(found -> Merged.check(who, found.get(who.contactId())))
        .compose(same -> preferences.of(tx, List.of(who)))
        .compose(standings -> save(tx, who, choices, standings.getOrDefault(who, Standing.OPEN)));
  }

  private Future<Boolean> save(Tx tx, Address who, List<Choice> choices, Standing standing) {
    var changed = new ArrayList<Choice>();
    var wishes = standing.wishes();
    for (var choice : choices) {
      if (choice.changes(wishes, preferences.lists())) {
        changed.add(choice);
      }
      wishes = choice.after(wishes);
    }
    var left = changed.stream().filter(choice -> !choice.wanted()).toList();
    return stored(tx, who, choices)
        .compose(tenant -> left.isEmpty() ? Future.succeededFuture() : tell(tx, tenant, who, left))
        .map(told -> !changed.isEmpty());
  }

  private static Future<Integer> stored(Tx tx, Address who, List<Choice> choices) {
    var categories = new HashMap<String, Boolean>();
    Boolean all = null;
    for (var choice : choices) {
      if (choice.category() != null) {
        categories.put(choice.category(), choice.wanted());
      }
      all =
          (choice.category() == null || choice.wanted()) ? Boolean.valueOf(!choice.wanted()) : all;
    }
    var back =
        categories.keySet().stream().filter(id -> categories.getOrDefault(id, false)).toList();
    if (!back.isEmpty() || Boolean.FALSE.equals(all)) {
      tx.run(
          PreferenceStore.TAKE_BACK,
          who.contactId(),
          who.email(),
          Boolean.FALSE.equals(all),
          back.toArray(String[]::new));
    }
    return tx.run(PreferenceStore.SAY, who.contactId(), who.email(), all, Json.write(categories))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private Future<Void> tell(Tx tx, int tenant, Address who, List<Choice> left) {
    return contacts
        .load(tx, List.of(who.contactId()))
        .compose(
            found -> {
              var contact = found.get(who.contactId());
              var said = left.stream().map(choice -> said(contact, who, choice)).toList();
              return Future.all(
                      contact == null
                          ? Future.succeededFuture()
                          : outbox.add(tx, List.of(parcel(tenant, contact, said))),
                      outbox.announce(tx, announced(tenant, contact, said)))
                  .mapEmpty();
            });
  }

  /** Says that a contact went into another one meanwhile. */
  private static final class Merged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long survivor;

    private Merged(long survivor) {
      super("the contact was merged meanwhile", null, false, false);
      this.survivor = survivor;
    }

    static Address check(Address who, @Nullable Contact contact) {
      if (contact != null && contact.id() != who.contactId()) {
        throw new Merged(contact.id());
      }
      return who;
    }
  }

  private OwnEvent event(int tenant, Contact contact, Map<String, @Nullable Object> said) {
    return new OwnEvent(
        tenant,
        contact.id(),
        EVENT,
        Source.API,
        EVENT + ":" + database.ids().next(),
        database.clock().instant(),
        Json.write(said));
  }

  private Parcel parcel(int tenant, Contact contact, List<Map<String, @Nullable Object>> said) {
    var events = said.stream().map(one -> event(tenant, contact, one)).toList();
    return OwnEvent.parcel(database.ids().next(), events);
  }

  /** A bare address, too, is one that others have to leave alone. */
  private List<Announcement> announced(
      int tenant, @Nullable Contact contact, List<Map<String, @Nullable Object>> said) {
    var id = contact == null ? null : contact.id();
    var now = database.clock().instant();
    return said.stream().map(one -> new Announcement(tenant, id, EVENT, null, now, one)).toList();
  }

  private static Map<String, @Nullable Object> said(
      @Nullable Contact contact, Address who, Choice choice) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("externalId", contact == null ? null : contact.key());
    said.put("email", who.email());
    said.put("category", choice.category());
    said.put("scope", choice.scope());
    return said;
  }
}
