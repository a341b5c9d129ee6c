package dev.sojourn.runtime.event;

import dev.sojourn.dsl.PastEvent;
import dev.sojourn.runtime.contact.ContactFollower;
import dev.sojourn.runtime.contact.Erasure;
import dev.sojourn.runtime.contact.Merge;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Newest;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The stored events: appended by ingest, read by everybody; they follow their contacts. */
public final class Events implements ContactFollower {
  private final Database database;

  /** The events of a database. */
  public Events(Database database) {
    this.database = database;
  }

  /**
   * The events of these ids, by id; those that are not stored are missing.
   *
   * @param contactIds the contact of each id, in the same order
   */
  public Future<Map<Long, StoredEvent>> load(Collection<Long> ids, Collection<Long> contactIds) {
    if (ids.size() != contactIds.size()) {
      throw new IllegalArgumentException(
          "each of " + ids.size() + " event ids needs its contact, got " + contactIds.size());
    }
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : database
            .run(EventStore.LOAD, EventStore.array(ids), EventStore.array(contactIds))
            .map(EventStore::byId);
  }

  /** Whether each of these had happened, in the order asked. */
  public Future<List<Boolean>> occurred(List<Occurrence> asked) {
    return asked.isEmpty()
        ? Future.succeededFuture(List.of())
        : database.run(EventStore.OCCURRED, EventStore.occurrences(asked)).map(EventStore::answers);
  }

  /** How often each of these had happened, in the order asked. */
  public Future<List<Long>> counts(List<Occurrence> asked) {
    return asked.isEmpty()
        ? Future.succeededFuture(List.of())
        : database.run(EventStore.COUNTED, EventStore.occurrences(asked)).map(EventStore::counts);
  }

  /** The events that each of these looks for, in the order asked. */
  public Future<List<List<PastEvent>>> search(List<Search> asked) {
    var searches = asked.stream().map(Found::new).toList();
    return pages(searches).map(done -> searches.stream().map(Found::events).toList());
  }

  private Future<Void> pages(List<Found> searches) {
    var open = searches.stream().filter(Found::goesOn).toList();
    return open.isEmpty()
        ? Future.succeededFuture()
        : database
            .run(EventStore.SEARCH, EventStore.searches(open))
            .compose(
                rows -> {
                  var pages = EventStore.byRun(rows);
                  for (var i = 0; i < open.size(); i++) {
                    open.get(i).take(pages.getOrDefault(i + 1L, List.of()));
                  }
                  return pages(open);
                });
  }

  /**
   * The stored events that may end waits about to open, by run; a run without any is missing. Of
   * each run first those of its look-back, the newest first, then those after its cursor, the
   * oldest first. The caller holds the locks of the contacts.
   */
  public Future<Map<Long, List<StoredEvent>>> candidates(Tx tx, List<Scan> scans) {
    return scans.isEmpty()
        ? Future.succeededFuture(Map.of())
        : tx.run(EventStore.CANDIDATES, EventStore.scans(scans)).map(EventStore::byRun);
  }

  /** For each run the largest id of a stored event of its contact up to an instant; 0 for none. */
  public Future<Map<Long, Long>> lastUpTo(List<UpTo> asked) {
    return asked.isEmpty()
        ? Future.succeededFuture(Map.of())
        : database.run(EventStore.LAST_UP_TO, EventStore.upTo(asked)).map(EventStore::numbers);
  }

  /** Appends events whose contacts the caller has locked. */
  public Future<Void> append(Tx tx, List<NewRow> rows) {
    return rows.isEmpty()
        ? Future.succeededFuture()
        : tx.run(EventStore.APPEND, EventStore.rows(rows)).mapEmpty();
  }

  /**
   * The largest id among the stored events of these contacts that is not below {@code least}; 0 if
   * there is none.
   */
  public Future<Long> newest(Tx tx, Collection<Long> contactIds, long least) {
    return contactIds.isEmpty()
        ? Future.succeededFuture(0L)
        : tx.run(EventStore.NEWEST, EventStore.array(contactIds), least)
            .map(rows -> rows.iterator().next().getLong(0));
  }

  /** The newest events of a contact that are older than an id, at most so many. */
  public Future<Newest> newest(long contactId, long before, long most) {
    return database.run(EventStore.NEWEST_OF, contactId, before, most).map(Newest::of);
  }

  /** Takes keys for events, and answers those that other events hold already, with these. */
  public Future<Map<EventKey, Long>> take(Tx tx, Map<EventKey, Long> eventIds) {
    return eventIds.isEmpty()
        ? Future.succeededFuture(Map.of())
        : tx.run(EventStore.TAKE_KEYS, EventStore.keys(eventIds))
            .compose(
                rows ->
                    rows.rowCount() == eventIds.size()
                        ? Future.succeededFuture(Map.of())
                        : heldByOthers(tx, eventIds));
  }

  /** Gives keys that this transaction has taken to other events. */
  public Future<Void> hold(Tx tx, Map<EventKey, Long> eventIds) {
    return eventIds.isEmpty()
        ? Future.succeededFuture()
        : tx.run(EventStore.HOLD, EventStore.keys(eventIds)).mapEmpty();
  }

  /** Takes keys for events that nobody holds; fails with a unique violation if somebody does. */
  public Future<Void> takeFresh(Tx tx, Map<EventKey, Long> eventIds) {
    return eventIds.isEmpty()
        ? Future.succeededFuture()
        : tx.run(EventStore.TAKE_FRESH_KEYS, EventStore.keys(eventIds)).mapEmpty();
  }

  @Override
  public Future<Void> merged(Tx tx, Merge merge) {
    return tx.run(EventStore.MOVE, merge.loser().id(), merge.survivor().id()).mapEmpty();
  }

  /** That something happened stays; what was said of it does not. */
  @Override
  public Future<Void> erased(Tx tx, Erasure erasure) {
    return tx.run(EventStore.FORGET, EventStore.array(erasure.ids())).mapEmpty();
  }

  private static Future<Map<EventKey, Long>> heldByOthers(Tx tx, Map<EventKey, Long> eventIds) {
    var keys = eventIds.keySet();
    return tx.run(EventStore.HOLDERS, EventStore.tenants(keys), EventStore.hashes(keys))
        .map(
            rows -> {
              var holders = EventStore.holders(rows);
              holders
                  .entrySet()
                  .removeIf(held -> held.getValue().equals(eventIds.get(held.getKey())));
              return holders;
            });
  }
}
