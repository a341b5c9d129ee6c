package dev.sojourn.runtime.decision;

import dev.sojourn.runtime.contact.ContactFollower;
import dev.sojourn.runtime.contact.Erasure;
import dev.sojourn.runtime.contact.Merge;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Why contacts were left out: written by others in their transactions, read by people. */
public final class Decisions implements ContactFollower {
  private final Database database;
  private final Tally tally;

  /** Counts decisions, by what they are about and why. */
  @FunctionalInterface
  public interface Tally {
    /** Adds decisions that are committed. */
    void add(String about, String reason, int count);
  }

  /** The decisions of a database. */
  public Decisions(Database database, Tally tally) {
    this.database = database;
    this.tally = tally;
  }

  /** Records decisions about contacts that the caller has locked. */
  public Future<Void> record(Tx tx, List<LeftOut> leftOut) {
    if (leftOut.isEmpty()) {
      return Future.succeededFuture();
    }
    var days = Day.of(leftOut);
    tx.afterCommit(() -> days.forEach(day -> tally.add(day.about(), day.reason(), day.count())));
    return tx.run(DecisionStore.RECORD, DecisionStore.rows(days)).mapEmpty();
  }

  /** Forgets decisions of days before an instant, at most so many; 0 once there are none. */
  public Future<Integer> forget(Tx tx, Instant before, int most) {
    return tx.run(DecisionStore.FORGET, LocalDate.ofInstant(before, ZoneOffset.UTC), most)
        .map(DecisionStore::changed);
  }

  @Override
  public Future<Void> merged(Tx tx, Merge merge) {
    return tx.run(DecisionStore.MOVE, merge.loser().id(), merge.survivor().id()).mapEmpty();
  }

  @Override
  public Future<Void> erased(Tx tx, Erasure erasure) {
    return tx.run(DecisionStore.FORGET_VALUES, (Object) erasure.ids().toArray(Long[]::new))
        .mapEmpty();
  }

  /** What a contact was left out of, the newest first. */
  public Future<List<Decision>> of(long contactId) {
    return database.run(DecisionStore.OF_CONTACT, contactId).map(DecisionStore::decisions);
  }
}
