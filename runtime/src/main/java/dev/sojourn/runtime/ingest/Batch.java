package dev.sojourn.runtime.ingest;

import dev.sojourn.core.replay.ContactChange;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.contact.IdentityKey;
import dev.sojourn.runtime.contact.Named;
import dev.sojourn.runtime.contact.Resolution;
import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.entry.Arming;
import dev.sojourn.runtime.entry.Moved;
import dev.sojourn.runtime.event.EventKey;
import dev.sojourn.runtime.event.NewRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Events that go through one transaction, once. Its statements travel in three flights: whom the
 * events are about, with the locks on them; then, on later snapshots, what is stored about those;
 * then everything that was decided.
 */
final class Batch {
  private final IngestKernel kernel;
  private final IngestRooms rooms;
  private final LaneMemory memory;
  private final ActiveSet active;
  private final List<Arrival> arrivals;
  private final Map<String, Integer> eventNames = new HashMap<>();
  private final Map<String, Integer> tasks = new HashMap<>();

  Batch(IngestKernel kernel, IngestRooms rooms, LaneMemory memory, List<NewEvent> events) {
    this.kernel = kernel;
    this.rooms = rooms;
    this.memory = memory;
    this.active = rooms.bundle().active();
    this.arrivals = events.stream().map(event -> Arrival.of(event, active)).toList();
  }

  /**
   * Takes the events in: a receipt or a refusal for each, in their order. Fails, with nothing
   * stored, when the transaction does.
   */
  Future<List<Future<Receipt>>> takeIn(Lane lane) {
    return interned().compose(names -> lane.transaction(this::takeIn));
  }

  private Future<?> interned() {
    var events = new HashSet<String>();
    var journeys = new HashSet<String>();
    for (var arrival : arrivals) {
      events.addAll(arrival.names());
      arrival.mayTrigger().forEach(one -> journeys.add(JourneyTask.nameOf(one.definition().id())));
    }
    return Future.all(
        kernel.database().names().intern("event", events).onSuccess(eventNames::putAll),
        kernel.database().names().intern("task", journeys).onSuccess(tasks::putAll));
  }

  private Future<List<Future<Receipt>>> takeIn(Tx tx) {
    var keys = new TreeSet<IdentityKey>();
    arrivals.forEach(arrival -> keys.addAll(arrival.event().keys()));
    return rooms
        .contacts()
        .resolve(tx, keys, memory.identities())
        .compose(resolution -> load(tx, resolution));
  }

  private Future<List<Future<Receipt>>> load(Tx tx, Resolution resolution) {
    var roll = new Roll(resolution.contactIds(), kernel.database().ids()::next);
    var crossing = identify(roll, resolution.contactIds());
    if (crossing != null) {
      return crossed(tx, resolution, crossing);
    }
    var accepted = arrivals.stream().filter(arrival -> arrival.refusal() == null).toList();
    if (accepted.isEmpty()) {
      return Future.succeededFuture(arrivals.stream().map(Batch::refused).toList());
    }
    accepted.forEach(arrival -> arrival.receive(kernel.database().ids()::next));
    var keyed = keyed(accepted);

    var attached = rooms.contacts().attach(tx, roll.given());
    var changed = rooms.contacts().changed(tx, resolution, memory.identities());
    var newest = newest(tx, roll, accepted.get(0).firstId());
    var taken = taken(tx, ids(keyed));
    var named = rooms.contacts().named(tx, roll.known(), resolution, memory.identities());
    var state = new StateReader(rooms, tasks).read(tx, roll, accepted);
    return Future.all(List.of(attached, changed, newest, taken, named, state))
        .compose(
            all -> {
              checkIdentity(roll, attached.result(), changed.result());
              checkPeople(named.result());
              markRepeats(keyed, taken.result());
              if (newest.result() > 0) {
                number(tx, accepted, newest.result());
              }
              var people = new People(roll, named.result(), kernel.database().clock().instant());
              return write(tx, people, state.result(), taken.result());
            });
  }

  /** The largest id above {@code least} that somebody has stored; 0 if there is none. */
  private Future<Long> newest(Tx tx, Roll roll, long least) {
    return roll.known().isEmpty()
        ? Future.succeededFuture(0L)
        : memory
            .peers()
            .alone(tx)
            .compose(
                alone ->
                    alone
                        ? Future.succeededFuture(0L)
                        : rooms.events().newest(tx, roll.known(), least));
  }

  /** The keys that are stored already, with the events that hold them. */
  private Future<Map<EventKey, Long>> taken(Tx tx, Map<EventKey, Long> ids) {
    var repeats = memory.repeats();
    if (repeats.isExpected()) {
      return rooms
          .events()
          .take(tx, ids)
          .onSuccess(
              held -> {
                if (!held.isEmpty()) {
                  repeats.met();
                }
              });
    }
    return rooms
        .events()
        .takeFresh(tx, ids)
        .transform(
            (taken, failure) -> {
              if (!Trouble.isHeld(failure)) {
                return failure == null
                    ? Future.succeededFuture(Map.of())
                    : Future.failedFuture(failure);
              }
              repeats.met();
              return Future.failedFuture(new Again("an idempotency key is stored already"));
            });
  }

  /** What is remembered may be old: then nobody need be settled. */
  private Future<List<Future<Receipt>>> crossed(Tx tx, Resolution resolution, Crossing crossing) {
    return rooms
        .contacts()
        .changed(tx, resolution, memory.identities())
        .compose(
            changed ->
                Future.failedFuture(
                    changed.stream().anyMatch(resolution.contactIds()::containsValue)
                        ? new Again("a contact was merged or erased meanwhile")
                        : crossing));
  }

  /** Finds out whom the arrivals are about; answers which of them name several, or null. */
  private @Nullable Crossing identify(Roll roll, Map<IdentityKey, Long> owners) {
    var stored = new ArrayList<Integer>();
    for (var i = 0; i < arrivals.size(); i++) {
      var arrival = arrivals.get(i);
      try {
        var place = roll.placeOf(arrival.event());
        if (place != null) {
          arrival.isAbout(place);
        } else if (crosses(arrival, owners)) {
          stored.add(i);
        } else if (stored.isEmpty()) {
          return Crossing.ofMade(i);
        }
      } catch (Rejected e) {
        arrival.refuse(e);
      }
    }
    return stored.isEmpty() ? null : Crossing.ofStored(stored);
  }

  private static boolean crosses(Arrival arrival, Map<IdentityKey, Long> owners) {
    return arrival.event().keys().stream()
            .map(owners::get)
            .filter(Objects::nonNull)
            .distinct()
            .count()
        > 1;
  }

  /** A new id on a device that another person has used is not that person's. */
  private void checkPeople(Map<Long, Named> named) {
    var stored = new ArrayList<Integer>();
    for (var i = 0; i < arrivals.size(); i++) {
      var arrival = arrivals.get(i);
      if (arrival.refusal() == null && arrival.place().hailed()) {
        var contact = named.get(arrival.contactId());
        if (contact != null && contact.externalId() != null) {
          stored.add(i);
        }
      }
    }
    if (!stored.isEmpty()) {
      throw Crossing.ofStored(stored);
    }
  }

  /**
   * The arrivals whose keys are new to the batch; a later one of the same key repeats the first.
   */
  private static Map<EventKey, Arrival> keyed(List<Arrival> accepted) {
    var keyed = new LinkedHashMap<EventKey, Arrival>();
    for (var arrival : accepted) {
      var key = arrival.key();
      var first = key == null ? null : keyed.putIfAbsent(key, arrival);
      if (first != null) {
        arrival.repeats(first);
      }
    }
    return keyed;
  }

  private static Map<EventKey, Long> ids(Map<EventKey, Arrival> keyed) {
    var ids = new LinkedHashMap<EventKey, Long>();
    keyed.forEach((key, arrival) -> ids.put(key, arrival.id()));
    return ids;
  }

  private static void checkIdentity(Roll roll, boolean attached, Set<Long> changed) {
    if (!attached) {
      throw new Again("somebody else was first with an identity key");
    }
    if (changed.stream().anyMatch(roll.known()::contains)) {
      throw new Again("a contact was merged or erased meanwhile");
    }
  }

  /**
   * Numbers the events anew, above what another process with a clock ahead of ours has stored; the
   * locks are held, so nothing newer can come.
   */
  private void number(Tx tx, List<Arrival> accepted, long newest) {
    kernel.database().ids().advancePast(newest);
    var taken = new LinkedHashMap<EventKey, Long>();
    for (var arrival : accepted) {
      arrival.receive(kernel.database().ids()::next);
      var key = arrival.key();
      if (key != null && arrival.isFresh()) {
        taken.put(key, arrival.id());
      }
    }
    rooms.events().hold(tx, taken);
  }

  private static void markRepeats(Map<EventKey, Arrival> keyed, Map<EventKey, Long> holders) {
    keyed.forEach(
        (key, arrival) -> {
          if (holders.containsKey(key)) {
            arrival.repeatsStored();
          }
        });
  }

  private Future<List<Future<Receipt>>> write(
      Tx tx, People people, State state, Map<EventKey, Long> holders) {
    var heard = arrivals.stream().filter(Arrival::isFresh).toList();
    var fresh = people.hear(heard, state.properties());
    var effects = new Effects(kernel.database());
    new Folding(state, active, id -> people.keyOf(id, kernel.database().publicIds()::face), effects)
        .fold(fresh);
    memory.repeats().passed();
    tx.afterCommit(() -> count(fresh));
    return Future.all(
            List.of(
                rooms.contacts().create(tx, people.made()),
                rooms.contacts().patch(tx, people.patches(), memory.identities()),
                rooms.events().append(tx, fresh.stream().map(this::row).toList()),
                Arming.arm(
                    tx, rooms.engine(), active, kernel.database().ids(), moved(heard, state)),
                new EffectsWriter(rooms, kernel).write(tx, effects),
                new PassedEvents(rooms.engine(), kernel.database().publicIds())
                    .pass(tx, people, fresh)))
        .map(
            all ->
                new Receipts(kernel.database().publicIds(), people, state, holders).of(arrivals));
  }

  /** The contacts of which these changed a property that moves a date. */
  private static List<Moved> moved(List<Arrival> fresh, State state) {
    var said = new LinkedHashMap<Long, Map<String, @Nullable Object>>();
    var newest = new HashMap<Long, Arrival>();
    for (var arrival : fresh) {
      if (arrival.mayMove()) {
        var id = arrival.contactId();
        said.computeIfAbsent(id, any -> new HashMap<>())
            .putAll(arrival.event().contactProperties());
        newest.put(id, arrival);
      }
    }
    var moved = new ArrayList<Moved>();
    said.forEach(
        (id, properties) -> {
          var before = state.properties().getOrDefault(id, Map.of());
          var by = Objects.requireNonNull(newest.get(id));
          moved.add(
              new Moved(by.event().tenant(), id, by.id(), ContactChange.told(before, properties)));
        });
    return moved;
  }

  private void count(List<Arrival> stored) {
    var bySource = new HashMap<String, Integer>();
    stored.forEach(arrival -> bySource.merge(arrival.event().source().wire(), 1, Integer::sum));
    bySource.forEach(kernel.telemetry()::eventsIngested);
  }

  private NewRow row(Arrival arrival) {
    var name = eventNames.get(arrival.event().name());
    if (name == null) {
      throw new IllegalStateException("event '" + arrival.event().name() + "' has no number");
    }
    return arrival.row(name);
  }

  private static Future<Receipt> refused(Arrival arrival) {
    return Future.failedFuture(
        Objects.requireNonNull(arrival.refusal(), "only refused events have no contact"));
  }
}
