package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether other processes make ids meanwhile. While nobody else does, later ids of this process are
 * greater than everything stored, and nobody needs to look whether they are. Belongs to the context
 * of one lane.
 *
 * <p>Exact when it is asked in a statement after the locks of what the ids are about: a process
 * claims its node before it makes ids, so whatever it has stored about those, its claim was there
 * before.
 */
public final class Peers {
  /** How long it is believed, once seen, that there are others; they cost little and stay long. */
  private static final Duration BELIEVED = Duration.ofSeconds(10);

  private final PeerStore store = new PeerStore();
  private final Ids ids;
  private @Nullable String aloneSince;
  private long looked = System.nanoTime() - BELIEVED.toNanos();

  Peers(Ids ids) {
    this.ids = ids;
  }

  /** Whether no other process can have stored ids greater than those made since the last call. */
  public Future<Boolean> alone(Tx tx) {
    if (aloneSince != null) {
      return store.joined(tx, aloneSince).map(this::still);
    }
    if (System.nanoTime() - looked < BELIEVED.toNanos()) {
      return Future.succeededFuture(false);
    }
    return store.look(tx, ids.lease().node()).map(this::found);
  }

  private boolean still(PeerStore.Joined joined) {
    aloneSince = joined.anybody() ? null : joined.snapshot();
    return !joined.anybody();
  }

  /** The ids of the asker may have been made before the others' last ones were known. */
  private boolean found(PeerStore.Others others) {
    looked = System.nanoTime();
    if (!others.alive()) {
      ids.advancePastMillis(others.lastMs());
      aloneSince = others.snapshot();
    }
    return false;
  }
}
