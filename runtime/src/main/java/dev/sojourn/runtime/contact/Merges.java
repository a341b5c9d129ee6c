package dev.sojourn.runtime.contact;

import dev.sojourn.core.identity.Person;
import dev.sojourn.core.identity.Union;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one contact of several, one merge a transaction: whatever belongs to the loser follows, its
 * keys lead to the survivor from then on, and it leads there itself.
 */
public final class Merges {
  /** Races about the same few keys that one settlement may lose. */
  private static final int ROUNDS = 100;

  private final Database database;
  private final Contacts contacts;
  private final List<MergeFollower> followers;

  /**
   * The merges of a database's contacts.
   *
   * @param followers whose rows follow, in this order
   */
  public Merges(Database database, Contacts contacts, List<MergeFollower> followers) {
    this.database = database;
    this.contacts = contacts;
    this.followers = List.copyOf(followers);
  }

  /**
   * Settles who is one person of those whom the distinct keys of one call name, and merges them.
   * Two contacts that senders have identified by ids of their own stay apart.
   *
   * @param keys by precedence
   */
  public Future<Settlement> settle(List<IdentityKey> keys) {
    return settle(keys, 1);
  }

  private Future<Settlement> settle(List<IdentityKey> keys, int round) {
    return database
        .transaction(tx -> settle(tx, keys))
        .recover(
            failure ->
                failure instanceof Moved && round < ROUNDS
                    ? settle(keys, round + 1)
                    : Future.failedFuture(failure));
  }

  private Future<Settlement> settle(Tx tx, List<IdentityKey> keys) {
    var fresh = contacts.memory();
    return contacts
        .resolve(tx, keys, fresh)
        .compose(
            seen -> {
              var owners = seen.contactIds();
              var changed = contacts.changed(tx, seen, fresh);
              var loaded = contacts.load(tx, new HashSet<>(owners.values()));
              return Future.all(changed, loaded)
                  .compose(
                      both -> {
                        requireStill(owners, changed.result(), loaded.result());
                        return settle(tx, keys, owners, loaded.result());
                      });
            });
  }

  private static void requireStill(
      Map<IdentityKey, Long> owners, Set<Long> changed, Map<Long, Contact> loaded) {
    for (var owner : owners.values()) {
      if (changed.contains(owner) || !loaded.containsKey(owner)) {
        throw new Moved();
      }
    }
  }

  private Future<Settlement> settle(
      Tx tx, List<IdentityKey> keys, Map<IdentityKey, Long> owners, Map<Long, Contact> loaded) {
    var union = Union.of(people(keys, owners, loaded), newUserId(keys, owners));
    var apart = new HashSet<Long>();
    union.apart().forEach(person -> apart.add(person.id()));
    var kept = keys.stream().filter(key -> !apart.contains(owners.getOrDefault(key, 0L))).toList();
    var settlement = new Settlement(kept, !union.losers().isEmpty(), union.isConflict());
    Future<Void> done = Future.succeededFuture();
    for (var loser : union.losers()) {
      var survivor = Objects.requireNonNull(union.survivor()).id();
      done =
          done.compose(before -> contacts.load(tx, List.of(survivor, loser.id())))
              .compose(both -> merge(tx, survivor, loser.id(), both))
              .mapEmpty();
    }
    return done.map(settlement);
  }

  private static List<Person> people(
      List<IdentityKey> keys, Map<IdentityKey, Long> owners, Map<Long, Contact> loaded) {
    var people = new LinkedHashMap<Long, Person>();
    for (var key : keys) {
      var owner = owners.get(key);
      var contact = owner == null ? null : loaded.get(owner);
      if (contact != null) {
        people.putIfAbsent(
            contact.id(),
            new Person(
                contact.id(),
                contact.externalId(),
                contact.firstSeenAt(),
                key.kind() == KeyKind.ANONYMOUS));
      }
    }
    return List.copyOf(people.values());
  }

  private static @Nullable String newUserId(List<IdentityKey> keys, Map<IdentityKey, Long> owners) {
    return keys.stream()
        .filter(key -> key.kind() == KeyKind.EXTERNAL && !owners.containsKey(key))
        .map(IdentityKey::value)
        .findFirst()
        .orElse(null);
  }

  /**
   * Merges one contact into another because an operator says that they are one person; answers the
   * survivor as it is then, empty if one of them is gone or both are the same.
   */
  public Future<Optional<Contact>> merge(long survivor, long loser) {
    return survivor == loser
        ? Future.succeededFuture(Optional.empty())
        : database.transaction(
            tx ->
                SubjectLocks.take(tx, List.of(survivor, loser))
                    .compose(locked -> contacts.load(tx, List.of(survivor, loser)))
                    .compose(loaded -> merge(tx, survivor, loser, loaded)));
  }

  private Future<Optional<Contact>> merge(
      Tx tx, long survivor, long loser, Map<Long, Contact> loaded) {
    var stays = loaded.get(survivor);
    var goes = loaded.get(loser);
    if (stays == null || goes == null || stays.id() != survivor || goes.id() != loser) {
      return Future.succeededFuture(Optional.empty());
    }
    return merge(tx, new Merge(stays, goes))
        .compose(done -> contacts.load(tx, List.of(survivor)))
        .map(now -> Optional.ofNullable(now.get(survivor)));
  }

  /** One follower after the other, since each may build on what the one before it moved. */
  private Future<Void> merge(Tx tx, Merge merge) {
    Future<Void> followed = Future.succeededFuture();
    for (var follower : followers) {
      followed = followed.compose(before -> follower.merged(tx, merge));
    }
    return followed
        .compose(done -> MergeStore.merge(tx, merge.survivor().id(), merge.loser().id()))
        .compose(done -> contacts.tellMerged(tx, merge));
  }

  /** Says that a contact was merged or erased while its lock was waited for. */
  private static final class Moved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Moved() {
      super("a contact was merged or erased meanwhile", null, false, false);
    }
  }
}
