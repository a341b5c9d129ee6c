package dev.sojourn.runtime.preference;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What may be sent to whom. */
public final class Preferences {
  /** Those of these contacts that want no mail at all. */
  public Future<Set<Long>> unsubscribed(Tx tx, Collection<Long> contactIds) {
    return contactIds.isEmpty()
        ? Future.succeededFuture(Set.of())
        : tx.run(PreferenceStore.UNSUBSCRIBED, (Object) contactIds.toArray(Long[]::new))
            .map(PreferenceStore::ids);
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
