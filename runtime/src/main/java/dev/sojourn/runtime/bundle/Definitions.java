package dev.sojourn.runtime.bundle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.dsl.definition.JourneyDefinition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** The definitions of script versions, which never change. Safe for all threads. */
final class Definitions {
  private static final int ROOM = 20_000;

  private final BundleStore store;
  private final Cache<Integer, JourneyDefinition> known =
      Caffeine.newBuilder().maximumSize(ROOM).build();

  Definitions(BundleStore store) {
    this.store = store;
  }

  /** The definitions of these versions; one that is not stored is missing. */
  Future<Map<Integer, JourneyDefinition>> of(Collection<Integer> versions) {
    var found = new HashMap<Integer, JourneyDefinition>();
    var missing = new TreeSet<Integer>();
    for (var version : versions) {
      var definition = known.getIfPresent(version);
      if (definition == null) {
        missing.add(version);
      } else {
        found.put(version, definition);
      }
    }
    if (missing.isEmpty()) {
      return Future.succeededFuture(found);
    }
    return store
        .definitions(missing)
        .map(
            read -> {
              known.putAll(read);
              found.putAll(read);
              return found;
            });
  }

  /** Takes over what the set in force says. */
  void know(ActiveSet set) {
    set.journeys().values().forEach(journey -> known.put(journey.version(), journey.definition()));
  }
}
