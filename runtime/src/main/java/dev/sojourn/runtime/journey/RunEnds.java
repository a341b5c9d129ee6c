package dev.sojourn.runtime.journey;

import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.enrolment.Ended;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Records how runs ended: the enrolments' rows, and the events that tell journeys which ask for
 * them.
 */
final class RunEnds {
  private final Database database;
  private final Rooms rooms;
  private final Outbox outbox;

  RunEnds(Database database, Rooms rooms, Outbox outbox) {
    this.database = database;
    this.rooms = rooms;
    this.outbox = outbox;
  }

  /** Records the ends among these segments, in the transaction that took their runs away. */
  Future<Void> record(Tx tx, List<Saved> saved) {
    Instant now = database.clock().instant();
    ActiveSet active = rooms.bundle().active();
    List<Ended> ended = new ArrayList<>();
    List<Parcel> parcels = new ArrayList<>();
    for (Saved one : saved) {
      SegmentWork.End end = one.work().end();
      if (end != null) {
        ended.add(row(one, end, now));
        if (active.mentions("journey:" + end.status())) {
          tell(one, end, now, parcels);
        }
      }
    }
    return Future.all(rooms.enrolments().ended(tx, ended), outbox.add(tx, parcels)).mapEmpty();
  }

  private static Ended row(Saved one, SegmentWork.End end, Instant now) {
    Claimed run = one.run();
    return new Ended(
        run.id(),
        run.tenant(),
        run.subject(),
        run.taskName(),
        run.version(),
        run.key(),
        run.eventId(),
        end.status(),
        one.journal().label(),
        end.reason(),
        now);
  }

  private void tell(Saved one, SegmentWork.End end, Instant now, List<Parcel> parcels) {
    OwnEvent.ofEnrolment(
            end.status(),
            one.run().tenant(),
            one.run().subject(),
            one.definition().id(),
            database.publicIds().face(one.run().id()),
            now,
            one.work().trigger().json())
        .ifPresent(event -> parcels.add(event.parcel(database.ids().next())));
  }
}
