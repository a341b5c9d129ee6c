package dev.sojourn.runtime.entry;

import dev.sojourn.core.replay.Json;
import dev.sojourn.core.schedule.Appointment;
import dev.sojourn.dsl.definition.DateRule;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.decision.LeftOut;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.Task;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The runs that wait for the date of one journey, by its rule in force. */
final class Waiting implements Task {
  private final String journeyId;
  private final Database database;
  private final DateEntries.Rooms rooms;

  Waiting(String journeyId, Database database, DateEntries.Rooms rooms) {
    this.journeyId = journeyId;
    this.database = database;
    this.rooms = rooms;
  }

  @Override
  public String name() {
    return EntryTask.nameOf(journeyId);
  }

  /** What is read here may be old at the commit: then another run has taken this one's place. */
  @Override
  public Future<List<Advance>> advance(List<Claimed> runs) {
    var rule = rule();
    return rooms
        .contacts()
        .load(new TreeSet<>(runs.stream().map(Claimed::subject).toList()))
        .map(
            contacts ->
                runs.stream().map(run -> advance(run, rule, contacts.get(run.subject()))).toList());
  }

  /** The rule in force; null if the journey has none or is gone. */
  private @Nullable DateRule rule() {
    ActiveJourney journey = rooms.bundle().active().journeys().get(journeyId);
    return journey == null ? null : journey.definition().entry().date();
  }

  private static Advance advance(Claimed run, @Nullable DateRule rule, @Nullable Contact contact) {
    if (rule == null || contact == null) {
      return new Advance.Finish(run, new Appointment.Nothing());
    }
    var next = Appointment.of(rule, contact.properties()::get, run.now(), since(run));
    return next instanceof Appointment.Ahead ahead
        ? new Advance.Park(run, ahead, ahead.until(), null)
        : new Advance.Finish(run, next);
  }

  private static @Nullable Instant since(Claimed run) {
    var cause = run.cause();
    return cause == null ? null : Ids.instantOf(cause);
  }

  @Override
  public Future<Void> save(Tx tx, List<Advance> survivors) {
    var parcels = new ArrayList<Parcel>();
    var leftOut = new ArrayList<LeftOut>();
    for (var survivor : survivors) {
      if (survivor.work() instanceof Appointment.Due due) {
        parcels.add(parcel(survivor.run(), due));
      } else if (survivor.work() instanceof Appointment.Missed missed) {
        leftOut.add(leftOut(survivor.run(), missed));
      }
    }
    return Future.all(rooms.outbox().add(tx, parcels), rooms.decisions().record(tx, leftOut))
        .mapEmpty();
  }

  private Parcel parcel(Claimed run, Appointment.Due due) {
    return OwnEvent.parcel(
        database.ids().next(),
        List.of(
            new OwnEvent(
                run.tenant(),
                run.subject(),
                DateRule.event(journeyId),
                Source.JOURNEY,
                name() + ":" + run.id(),
                run.now(),
                Json.write(due.told()))));
  }

  private LeftOut leftOut(Claimed run, Appointment.Missed missed) {
    return new LeftOut(
        run.tenant(),
        run.subject(),
        JourneyTask.nameOf(journeyId),
        missed.reason(),
        run.now(),
        missed.compared());
  }
}
