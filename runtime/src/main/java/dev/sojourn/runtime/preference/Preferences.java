package dev.sojourn.runtime.preference;

import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.runtime.contact.Merge;
import dev.sojourn.runtime.contact.MergeFollower;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What may be sent to whom; {@link Choices} and {@link Suppressions} change it. */
public final class Preferences implements MergeFollower {
  private final Supplier<ListsDefinition> lists;

  /** Where there are no lists. */
  public Preferences() {
    this(() -> ListsDefinition.NONE);
  }

  /**
   * Where there are lists.
   *
   * @param lists those in force, asked each time
   */
  public Preferences(Supplier<ListsDefinition> lists) {
    this.lists = lists;
  }

  /** The kinds of mail there are now. */
  public ListsDefinition lists() {
    return lists.get();
  }

  /** Those of these stored contacts that want no mail at all, or whose address shall get none. */
  public Future<Set<Long>> unsubscribed(Tx tx, Collection<Long> contactIds) {
    return refusing(tx, contactIds.stream().map(id -> new Entrant(0, id, null)).toList());
  }

  /** The same of people some of whom this very transaction makes. */
  public Future<Set<Long>> refusing(Tx tx, Collection<Entrant> entrants) {
    return entrants.isEmpty()
        ? Future.succeededFuture(Set.of())
        : tx.run(PreferenceStore.UNSUBSCRIBED, PreferenceStore.entrants(entrants))
            .map(PreferenceStore::ids);
  }

  @Override
  public Future<Void> merged(Tx tx, Merge merge) {
    tx.run(PreferenceStore.LOCK, merge.loser().id(), merge.survivor().id());
    return tx.run(PreferenceStore.MOVE, merge.loser().id(), merge.survivor().id()).mapEmpty();
  }

  /**
   * What these addresses and their owners want; each address has an answer. What was said of the
   * address and what was said of the owner both count, and a no wins.
   */
  public Future<Map<Address, Standing>> of(Tx tx, List<Address> addresses) {
    return addresses.isEmpty()
        ? Future.succeededFuture(Map.of())
        : tx.run(PreferenceStore.OF_ADDRESSES, PreferenceStore.rows(addresses))
            .map(rows -> PreferenceStore.standings(addresses, rows));
  }
}
