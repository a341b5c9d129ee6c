package dev.sojourn.runtime.enrolment;

import dev.sojourn.runtime.contact.ContactFollower;
import dev.sojourn.runtime.contact.Erasure;
import dev.sojourn.runtime.contact.Merge;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.EndedRun;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.engine.Run;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Enrolments, live and ended, follow their contacts. Where both of two contacts are live at the
 * same place, the survivor's enrolment stays and the loser's exits.
 */
final class EnrolmentContacts implements ContactFollower {
  private final Enrolments enrolments;
  private final Engine engine;
  private final EnrolmentFollower follower;
  private final InstantSource clock;

  EnrolmentContacts(
      Enrolments enrolments, Engine engine, EnrolmentFollower follower, InstantSource clock) {
    this.enrolments = enrolments;
    this.engine = engine;
    this.follower = follower;
    this.clock = clock;
  }

  /** Where a contact may be live once. */
  private record Place(String taskName, String key) {
    static Place of(Run run) {
      return new Place(run.taskName(), run.key());
    }
  }

  /** What waits moves first, so that no end of the loser's takes it away. */
  @Override
  public Future<Void> merged(Tx tx, Merge merge) {
    var survivor = merge.survivor().id();
    var loser = merge.loser().id();
    tx.run(QueueStore.MOVE, loser, survivor);
    return engine
        .live(tx, List.of(survivor, loser))
        .compose(live -> settle(tx, live, merge))
        .compose(done -> tx.run(EnrolmentStore.MOVE, loser, survivor))
        .mapEmpty();
  }

  private Future<Void> settle(Tx tx, List<LiveRun> live, Merge merge) {
    var taken = new HashSet<Place>();
    live.stream()
        .filter(run -> run.subject() == merge.survivor().id())
        .forEach(run -> taken.add(Place.of(run)));
    var ending = new ArrayList<Long>();
    var moving = new ArrayList<Long>();
    for (var run : live) {
      if (run.subject() == merge.loser().id()) {
        (taken.contains(Place.of(run)) ? ending : moving).add(run.id());
      }
    }
    var reason = "merged into contact '" + merge.survivor().publicId() + "', who is in it";
    return end(tx, ending, clock.instant(), reason)
        .compose(done -> engine.move(tx, moving, merge.survivor().id()));
  }

  @Override
  public Future<Void> erased(Tx tx, Erasure erasure) {
    var ids = erasure.ids().toArray(Long[]::new);
    return engine
        .live(tx, erasure.ids())
        .compose(
            live -> end(tx, live.stream().map(Run::id).toList(), erasure.at(), "contact erased"))
        .compose(done -> tx.run(QueueStore.FORGET, (Object) ids))
        .compose(done -> tx.run(EnrolmentStore.FORGET_JOURNALS_OF, (Object) ids))
        .mapEmpty();
  }

  /** Ends runs; those that are no enrolments leave nothing behind. */
  private Future<Void> end(Tx tx, List<Long> ids, Instant at, String reason) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : engine
            .cancel(tx, ids)
            .compose(gone -> enrolments.ended(tx, exited(gone, at, reason)))
            .compose(done -> follower.exited(tx, ids));
  }

  private static List<Ended> exited(List<EndedRun> gone, Instant at, String reason) {
    return gone.stream()
        .filter(run -> JourneyTask.idOf(run.taskName()).isPresent())
        .map(run -> new Ended(run, EnrolmentStatus.EXITED, null, reason, at, null))
        .toList();
  }
}
