package dev.sojourn.runtime.contact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The people: how they are named, locked, made, changed and read. */
public final class Contacts {
  private static final int MOST_NAMES = 200_000;
  private static final Duration NAMES_KEPT = Duration.ofMinutes(5);

  private final Database database;
  private final Cache<Long, Named> names =
      Caffeine.newBuilder().maximumSize(MOST_NAMES).expireAfterWrite(NAMES_KEPT).build();
  private final ContactStore store;
  private final IdentityStore identities;

  /** The contacts of a database. */
  public Contacts(Database database) {
    this.database = database;
    this.store = new ContactStore(database.publicIds());
    this.identities = new IdentityStore(database.publicIds());
  }

  /** The contacts of these ids, by id; those that are gone are missing. */
  public Future<Map<Long, Contact>> load(Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : database.run(ContactStore.LOAD, ContactStore.array(ids)).map(store::byId);
  }

  /** The contact of a public id, or of a sender's own id. */
  public Future<Optional<Contact>> find(String idOrExternalId) {
    if (idOrExternalId.indexOf('\0') >= 0) {
      return Future.succeededFuture(Optional.empty());
    }
    var id = database.publicIds().id(idOrExternalId).orElse(0);
    return database.run(ContactStore.FIND, id, idOrExternalId).map(store::first);
  }

  /**
   * Finds out whom distinct keys name, and takes the locks of those contacts and of the unknown
   * keys. Must be the first statement that locks anything.
   */
  public Future<Resolution> resolve(Tx tx, List<IdentityKey> keys) {
    return identities.resolve(tx, keys).map(rows -> IdentityStore.resolution(keys, rows));
  }

  /** Gives keys to contacts; false when somebody was first with one of them. */
  public Future<Boolean> attach(Tx tx, Map<IdentityKey, Long> contactIds) {
    return contactIds.isEmpty()
        ? Future.succeededFuture(true)
        : tx.run(IdentityStore.ATTACH, IdentityStore.owners(contactIds))
            .map(rows -> rows.rowCount() == contactIds.size());
  }

  /** The contacts that were merged, erased or lost a key since a resolution looked. */
  public Future<Set<Long>> changed(Tx tx, Resolution since) {
    return since.contactIds().isEmpty()
        ? Future.succeededFuture(Set.of())
        : tx.run(IdentityStore.CHANGED, since.snapshot()).map(IdentityStore::ids);
  }

  /**
   * How stored contacts are named, by id. The caller holds their locks; a name or time that another
   * process filled in within the last minutes may be missing, and filling it in again changes
   * nothing.
   */
  public Future<Map<Long, Named>> named(Tx tx, Collection<Long> ids) {
    var found = new HashMap<>(names.getAllPresent(ids));
    var missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
    return missing.isEmpty()
        ? Future.succeededFuture(found)
        : tx.run(IdentityStore.NAMED, ContactStore.array(missing))
            .map(
                rows -> {
                  var read = IdentityStore.named(rows);
                  names.putAll(read);
                  found.putAll(read);
                  return found;
                });
  }

  /** Makes contacts whose keys are attached in the same transaction. */
  public Future<Void> create(Tx tx, List<NewContact> contacts) {
    return contacts.isEmpty()
        ? Future.succeededFuture()
        : tx.run(ContactStore.CREATE, ContactStore.rows(contacts)).mapEmpty();
  }

  /** Changes contacts that the caller has locked, each at most once. */
  public Future<Void> patch(Tx tx, List<Patch> patches) {
    patches.forEach(patch -> names.invalidate(patch.id()));
    return patches.isEmpty()
        ? Future.succeededFuture()
        : tx.run(ContactStore.PATCH, ContactStore.changes(patches)).mapEmpty();
  }
}
