package dev.sojourn.runtime.contact;

import dev.sojourn.runtime.contact.ContactPage.Mark;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Search;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The people: how they are named, locked, made, changed and read. */
public final class Contacts {
  private final Database database;
  private final ContactStore store;
  private final IdentityStore identities;
  private final @Nullable ContactNews news;

  /** The contacts of a database, whose changes nobody outside is told. */
  public Contacts(Database database) {
    this(database, null);
  }

  /** The contacts of a database, whose changes are announced to endpoints that want them. */
  public Contacts(Database database, @Nullable Outbox outbox) {
    this.database = database;
    this.news =
        outbox == null ? null : new ContactNews(database.publicIds(), database.clock(), outbox);
    this.store = new ContactStore(database.publicIds());
    this.identities = new IdentityStore(database.publicIds());
  }

  /**
   * The contacts of these ids, by these; one that was merged is the contact it went into, those
   * that are gone are missing.
   */
  public Future<Map<Long, Contact>> load(Collection<Long> ids) {
    return load(some -> database.run(ContactStore.LOAD, ContactStore.array(some)), ids);
  }

  /** The same in a transaction that holds the contacts' locks. */
  public Future<Map<Long, Contact>> load(Tx tx, Collection<Long> ids) {
    return load(some -> tx.run(ContactStore.LOAD, ContactStore.array(some)), ids);
  }

  private Future<Map<Long, Contact>> load(
      Function<Collection<Long>, Future<RowSet<Row>>> reading, Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : reading
            .apply(ids)
            .compose(
                rows -> {
                  var found = store.byId(rows);
                  var survivors = ContactStore.survivors(rows);
                  return survivors.isEmpty()
                      ? Future.succeededFuture(found)
                      : reading
                          .apply(Set.copyOf(survivors.values()))
                          .map(others -> withMerged(found, survivors, store.byId(others)));
                });
  }

  private static Map<Long, Contact> withMerged(
      Map<Long, Contact> found, Map<Long, Long> survivors, Map<Long, Contact> others) {
    survivors.forEach(
        (id, survivor) -> {
          var contact = others.get(survivor);
          if (contact != null) {
            found.put(id, contact);
          }
        });
    return found;
  }

  /** The contact of a public id, of a sender's own id, or of an address. */
  public Future<Optional<Contact>> find(String idOrExternalId) {
    if (idOrExternalId.indexOf('\0') >= 0) {
      return Future.succeededFuture(Optional.empty());
    }
    var id = database.publicIds().id(idOrExternalId).orElse(0);
    return database.run(ContactStore.FIND, id, idOrExternalId).map(store::first);
  }

  /** Whether an anonymous id names somebody who is also known by another way. */
  public Future<Boolean> isIdentified(int tenant, String anonymousId) {
    return database
        .run(AnonymousStore.IS_IDENTIFIED, tenant, anonymousId)
        .map(rows -> rows.iterator().next().getBoolean("identified"));
  }

  /** The contact of a key; one of kind external may be a public id, too. */
  public Future<Optional<Contact>> find(IdentityKey key) {
    if (key.value().indexOf('\0') >= 0) {
      return Future.succeededFuture(Optional.empty());
    }
    return database
        .run(ContactStore.FIND_BY_KEY, key.tenant(), key.kind().code(), key.value())
        .map(store::first)
        .compose(
            found ->
                found.isPresent() || database.publicIds().id(key.value()).isEmpty()
                    ? Future.succeededFuture(found)
                    : find(key.value()));
  }

  /**
   * A part of the contacts that fit.
   *
   * @param after where it begins: behind this place; null for the first
   * @param offset how many are skipped from there
   */
  public Future<ContactPage> page(
      ContactFilter filter, ContactOrder order, @Nullable Mark after, int limit, int offset) {
    var asked = new ArrayList<@Nullable Object>(Arrays.asList(ContactListStore.of(filter)));
    asked.add(order.by().name());
    asked.add(order.property());
    asked.add(order.ascending());
    asked.add(after == null ? null : after.place());
    asked.add(after == null ? null : after.id());
    asked.add(limit);
    asked.add(offset);
    asked.add(after == null ? null : after.time().orElse(null));
    return Search.in(
        database,
        tx -> {
          var rows = tx.run(ContactListStore.PAGE, asked.toArray());
          var total = tx.run(ContactListStore.COUNT, ContactListStore.of(filter));
          return Future.all(rows, total).map(both -> page(rows.result(), total.result(), limit));
        });
  }

  private ContactPage page(RowSet<Row> rows, RowSet<Row> total, int limit) {
    return new ContactPage(
        ContactListStore.contacts(rows, store),
        total.iterator().next().getLong(0),
        rows.size() < limit ? null : ContactListStore.last(rows));
  }

  /** Contacts in the order of their ids, behind one. */
  public Future<List<Contact>> after(long id, @Nullable String search, int limit) {
    return database
        .run(ContactListStore.AFTER, id, search, limit)
        .map(rows -> ContactListStore.contacts(rows, store));
  }

  /** A memory for a lane that resolves keys again and again. */
  public IdentityMemory memory() {
    return new IdentityMemory(
        IdentityMemory.most(
            Runtime.getRuntime().maxMemory(), 1 + Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Finds out whom distinct keys name, and takes the locks of those contacts and of the unknown
   * keys. Must be the first statement that locks anything.
   */
  public Future<Resolution> resolve(Tx tx, Collection<IdentityKey> keys, IdentityMemory memory) {
    memory.wake(System.nanoTime());
    var known = new HashMap<IdentityKey, Long>();
    var remembered = new HashMap<Long, Named>();
    var asked = new ArrayList<IdentityKey>();
    for (var key : keys) {
      var named = memory.find(key);
      if (named == null) {
        asked.add(key);
      } else {
        known.put(key, named.id());
        remembered.put(named.id(), named);
      }
    }
    var since = memory.asOf();
    return identities
        .resolve(tx, asked, remembered.keySet())
        .map(
            rows -> {
              var row = rows.iterator().next();
              known.putAll(IdentityStore.contactIds(asked, row));
              var now = IdentityStore.snapshot(row);
              return new Resolution(known, remembered, since == null ? now : since, now);
            });
  }

  /** Gives keys to contacts; false when somebody was first with one of them. */
  public Future<Boolean> attach(Tx tx, Map<IdentityKey, Long> contactIds) {
    return contactIds.isEmpty()
        ? Future.succeededFuture(true)
        : tx.run(IdentityStore.ATTACH, IdentityStore.owners(contactIds))
            .map(rows -> rows.rowCount() == contactIds.size());
  }

  /**
   * The contacts that were merged, erased or lost a key since a resolution saw them; the memory it
   * came from forgets them.
   */
  public Future<Set<Long>> changed(Tx tx, Resolution seen, IdentityMemory memory) {
    if (seen.contactIds().isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    return tx.run(IdentityStore.CHANGED, seen.since(), seen.now())
        .map(
            rows -> {
              var changed = new HashSet<Long>();
              for (var row : rows) {
                var contactId = row.getLong(0);
                memory.forget(contactId);
                if (row.getBoolean(1) || seen.remembered().containsKey(contactId)) {
                  changed.add(contactId);
                }
              }
              memory.asked(seen.now(), System.nanoTime());
              return changed;
            });
  }

  /**
   * Forgets changes of identity before an instant that no transaction can have begun before, at
   * most so many; 0 once there are none.
   */
  public Future<Integer> forgetChanges(Tx tx, Instant before, int most) {
    return tx.run(IdentityStore.FORGET_CHANGES, before, most).map(IdentityStore::changed);
  }

  /** How stored contacts of a resolution are named, by id. The caller holds their locks. */
  public Future<Map<Long, Named>> named(
      Tx tx, Collection<Long> ids, Resolution seen, IdentityMemory memory) {
    var found = new HashMap<>(seen.remembered());
    var missing = ids.stream().filter(id -> !found.containsKey(id)).toArray(Long[]::new);
    return missing.length == 0
        ? Future.succeededFuture(found)
        : tx.run(IdentityStore.NAMED, (Object) missing)
            .map(
                rows -> {
                  var fresh = IdentityStore.named(rows);
                  learn(seen, fresh, memory);
                  found.putAll(fresh);
                  return found;
                });
  }

  /** Nothing that was remembered: it may just have been forgotten. */
  private static void learn(Resolution seen, Map<Long, Named> named, IdentityMemory memory) {
    seen.contactIds()
        .forEach(
            (key, contactId) -> {
              var one = named.get(contactId);
              if (one != null) {
                memory.learn(key, one);
              }
            });
  }

  /** Makes contacts whose keys are attached in the same transaction. */
  public Future<Void> create(Tx tx, List<NewContact> contacts) {
    if (contacts.isEmpty()) {
      return Future.succeededFuture();
    }
    var made = tx.run(ContactStore.CREATE, ContactStore.rows(contacts));
    return news == null || !news.tellsMade()
        ? made.mapEmpty()
        : made.compose(done -> news.made(tx, contacts));
  }

  /** Sets properties of contacts that the caller has locked, by id; a null value deletes one. */
  public Future<Void> set(Tx tx, Map<Long, Map<String, @Nullable Object>> properties) {
    var patches = new ArrayList<Patch>();
    properties.forEach((id, some) -> patches.add(new Patch(id, Map.of(), some, Instant.EPOCH)));
    return patched(tx, patches);
  }

  /** Changes contacts that the caller has locked, each at most once. */
  public Future<Void> patch(Tx tx, List<Patch> patches, IdentityMemory memory) {
    patches.forEach(patch -> memory.forget(patch.id()));
    var moved = patches.stream().filter(one -> one.address() != null).map(Patch::id).toList();
    var patched = patched(tx, patches);
    return moved.isEmpty() ? patched : patched.compose(done -> MergeStore.changed(tx, moved));
  }

  /**
   * Tells endpoints that want it that a contact went into another: the one is deleted, the other
   * changed, as it stands now in the transaction.
   */
  Future<Void> tellMerged(Tx tx, Merge merge) {
    if (news == null || !news.tellsMerged()) {
      return Future.succeededFuture();
    }
    var survivor = merge.survivor();
    var known = survivor.isIdentified() ? Set.of(survivor.id()) : Set.<Long>of();
    return news.deleted(tx, List.of(merge.loser()))
        .compose(told -> load(tx, List.of(survivor.id())))
        .compose(now -> news.changed(tx, now.values(), known));
  }

  /** Tells endpoints that want it that contacts are deleted. */
  Future<Void> tellDeleted(Tx tx, Collection<Contact> gone) {
    return news == null ? Future.succeededFuture() : news.deleted(tx, gone);
  }

  private Future<Void> patched(Tx tx, List<Patch> patches) {
    if (patches.isEmpty()) {
      return Future.succeededFuture();
    }
    var changes = ContactStore.changes(patches);
    return news == null || !news.tells(patches)
        ? tx.run(ContactStore.PATCH, changes).mapEmpty()
        : tx.run(ContactStore.PATCH_TOLD, changes)
            .compose(rows -> news.changed(tx, store.byId(rows).values(), ContactStore.known(rows)));
  }
}
