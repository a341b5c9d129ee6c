package dev.sojourn.runtime.contact;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * Erases contacts: what is live ends, what was said of the person is forgotten in every room, and
 * its keys are free for a new contact. What was said of an address stays.
 */
public final class Erasures {
  private final Database database;
  private final Contacts contacts;
  private final List<ErasureFollower> followers;

  /**
   * The erasures of a database's contacts.
   *
   * @param followers who forgets what, in this order
   */
  public Erasures(Database database, Contacts contacts, List<ErasureFollower> followers) {
    this.database = database;
    this.contacts = contacts;
    this.followers = List.copyOf(followers);
  }

  /** Erases a contact in one transaction; false if it is gone already. */
  public Future<Boolean> erase(long contact) {
    return database.transaction(
        tx ->
            SubjectLocks.take(tx, List.of(contact))
                .compose(locked -> MergeStore.allOf(tx, contact))
                .compose(
                    all ->
                        all.contains(contact)
                            ? contacts
                                .load(tx, List.of(contact))
                                .compose(gone -> erase(tx, gone.values(), all))
                                .map(true)
                            : Future.succeededFuture(false)));
  }

  /** That it is deleted is told last: what was told before is forgotten with the rest. */
  private Future<Void> erase(Tx tx, Collection<Contact> gone, List<Long> all) {
    var erasure = new Erasure(all, database.clock().instant());
    Future<Void> followed = Future.succeededFuture();
    for (var follower : followers) {
      followed = followed.compose(before -> follower.erased(tx, erasure));
    }
    return followed
        .compose(done -> MergeStore.erase(tx, all, erasure.at()))
        .compose(done -> contacts.tellDeleted(tx, gone));
  }
}
