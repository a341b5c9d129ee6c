package dev.sojourn.runtime.entry;

import dev.sojourn.core.schedule.TimeZones;
import dev.sojourn.dsl.definition.DateRule;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.engine.NewRun;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets the runs that wait for dates follow the properties of their contacts. */
public final class Arming {
  private Arming() {}

  /**
   * Replaces, begins or ends the runs of contacts whose date or zone changes, in the transaction
   * that changes it. What the new date is worth is found out by the run. Nothing is asked when
   * nothing that the set watches has changed.
   */
  public static Future<Void> arm(
      Tx tx, Engine engine, ActiveSet active, Ids ids, List<Moved> moved) {
    var concerned = moved.stream().filter(one -> active.watches(one.changed().keySet())).toList();
    if (concerned.isEmpty()) {
      return Future.succeededFuture();
    }
    return waiting(tx, engine, concerned.stream().map(Moved::contactId).toList())
        .compose(
            waiting -> {
              var cancels = new ArrayList<Long>();
              var starts = new HashMap<Place, NewRun>();
              for (var one : concerned) {
                for (var journey : active.dated()) {
                  var place = new Place(one.contactId(), journey.definition().id());
                  move(one, journey, waiting.get(place), ids, cancels, starts);
                }
              }
              return replace(tx, engine, cancels, List.copyOf(starts.values()));
            });
  }

  /** Ends runs, then begins others in their places. */
  static Future<Void> replace(Tx tx, Engine engine, List<Long> cancels, List<NewRun> starts) {
    return engine
        .cancel(tx, cancels.stream().distinct().toList())
        .compose(gone -> engine.start(tx, starts));
  }

  /** The runs of these contacts that wait for dates. */
  static Future<Map<Place, LiveRun>> waiting(Tx tx, Engine engine, Collection<Long> contacts) {
    return engine
        .live(tx, contacts)
        .map(
            live -> {
              var waiting = new HashMap<Place, LiveRun>();
              for (var run : live) {
                EntryTask.idOf(run.taskName())
                    .ifPresent(id -> waiting.put(new Place(run.subject(), id), run));
              }
              return waiting;
            });
  }

  /** Where one contact waits once. */
  record Place(long contactId, String journeyId) {}

  private static void move(
      Moved one,
      ActiveJourney journey,
      @Nullable LiveRun before,
      Ids ids,
      List<Long> cancels,
      Map<Place, NewRun> starts) {
    DateRule rule = journey.definition().entry().date();
    if (rule == null) {
      return;
    }
    var hasNewDate = one.changed().containsKey(rule.property());
    var hasNewZone = !Collections.disjoint(one.changed().keySet(), TimeZones.PROPERTIES);
    var place = new Place(one.contactId(), journey.definition().id());
    if (before != null && (hasNewDate || hasNewZone)) {
      cancels.add(before.id());
    }
    var begins =
        hasNewDate ? one.changed().get(rule.property()) != null : hasNewZone && before != null;
    if (begins) {
      var id = ids.next();
      // Another zone gives nobody a date: what is ahead stays so, though the clock there is
      // further.
      var since = hasNewDate || before == null ? id : before.id();
      starts.put(
          place,
          EntryTask.run(
              id, one.tenant(), one.contactId(), place.journeyId(), one.eventId(), since));
    } else if (hasNewDate) {
      starts.remove(place);
    }
  }
}
