package dev.sojourn.runtime.contact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one ingest lane remembers of identity: the keys it has met lately and how their contacts are
 * named, so that most events need a lock but no look-up. Exact, since each batch asks, under the
 * locks, which contacts have changed since the one before. Belongs to the lane's context.
 *
 * <p>Only contacts with a sender's own id are remembered: that name never changes once it is there.
 */
public final class IdentityMemory {
  private static final int MOST = 200_000;
  private static final int LEAST = 1_000;

  /** What a contact with one key takes in memory, in bytes, as measured. */
  private static final int CONTACT = 400;

  /** Far shorter than changes are kept in the database. */
  private static final Duration UNASKED = Duration.ofMinutes(1);

  private final int most;
  private final Map<IdentityKey, Remembered> byKey = new HashMap<>();
  private final Map<Long, Remembered> byId =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Remembered> eldest) {
          if (size() <= most) {
            return false;
          }
          eldest.getValue().keys().forEach(byKey::remove);
          return true;
        }
      };

  private String asOf = "";
  private long askedAt;

  IdentityMemory(int most) {
    this.most = most;
  }

  /** How many contacts a lane remembers: all lanes together take a quarter of the heap at most. */
  static int most(long heap, int lanes) {
    return (int) Math.max(LEAST, Math.min(MOST, heap / 4 / lanes / CONTACT));
  }

  /** Forgets everything if it has not asked for changes lately. */
  void wake(long nanoTime) {
    if (!byId.isEmpty() && nanoTime - askedAt > UNASKED.toNanos()) {
      byId.clear();
      byKey.clear();
    }
  }

  /** How the contact of a key is named; null says nothing. */
  @Nullable Named find(IdentityKey key) {
    var remembered = byKey.get(key);
    return remembered == null ? null : recent(remembered).named();
  }

  /** Everything that is remembered was so in this snapshot of the database; null for nothing. */
  @Nullable String asOf() {
    return byId.isEmpty() ? null : asOf;
  }

  /** All changes up to a snapshot have been asked for, and forgotten. */
  void asked(String snapshot, long nanoTime) {
    asOf = snapshot;
    askedAt = nanoTime;
  }

  void learn(IdentityKey key, Named named) {
    if (named.externalId() != null && key.kind() != KeyKind.CONTACT) {
      var remembered =
          byId.computeIfAbsent(named.id(), id -> new Remembered(named.by(key), new ArrayList<>(2)));
      if (byKey.putIfAbsent(key, remembered) == null) {
        remembered.keys().add(key);
      }
    }
  }

  void forget(long contactId) {
    var forgotten = byId.remove(contactId);
    if (forgotten != null) {
      forgotten.keys().forEach(byKey::remove);
    }
  }

  private Remembered recent(Remembered remembered) {
    byId.get(remembered.named().id());
    return remembered;
  }

  private record Remembered(Named named, List<IdentityKey> keys) {}
}
