package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.ContactChange;
import dev.sojourn.core.replay.Effect;
import dev.sojourn.core.replay.OwnEvents;
import dev.sojourn.dsl.RunScope;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.decision.LeftOut;
import dev.sojourn.runtime.entry.Arming;
import dev.sojourn.runtime.entry.Moved;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Saves what segments did to the outside without waiting for an answer: the properties they set,
 * and the events they trigger, which are one parcel for each segment.
 */
final class Deeds {
  private final Database database;
  private final JourneyRooms rooms;

  Deeds(Database database, JourneyRooms rooms) {
    this.database = database;
    this.rooms = rooms;
  }

  /** Saves the deeds of these; the locks of their contacts are held. */
  Future<Void> save(Tx tx, List<Saved> saved) {
    List<Deed> deeds = new ArrayList<>();
    for (Saved one : saved) {
      Deed deed = one.work().effects().isEmpty() ? null : Deed.of(one);
      if (deed != null && !deed.isNothing()) {
        deeds.add(deed.in(database.ids().next()));
      }
    }
    return deeds.isEmpty()
        ? Future.succeededFuture()
        : stored(tx, deeds).compose(stored -> save(tx, deeds, stored));
  }

  /** The properties of the contacts to be set, where a journey could notice the change. */
  private Future<Map<Long, Map<String, @Nullable Object>>> stored(Tx tx, List<Deed> deeds) {
    ActiveSet active = rooms.bundle().active();
    boolean tells = active.mentions(RunScope.CONTACT_CHANGED);
    Set<Long> ids = new LinkedHashSet<>();
    for (Deed deed : deeds) {
      if (!deed.set().isEmpty() && (tells || active.watches(deed.set().keySet()))) {
        ids.add(deed.contactId());
      }
    }
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : rooms.contacts().load(tx, ids).map(Deeds::properties);
  }

  private static Map<Long, Map<String, @Nullable Object>> properties(Map<Long, Contact> contacts) {
    Map<Long, Map<String, @Nullable Object>> properties = new HashMap<>();
    contacts.forEach((id, contact) -> properties.put(id, new HashMap<>(contact.properties())));
    return properties;
  }

  private Future<Void> save(
      Tx tx, List<Deed> deeds, Map<Long, Map<String, @Nullable Object>> stored) {
    Map<Long, Map<String, @Nullable Object>> set = new LinkedHashMap<>();
    List<Parcel> parcels = new ArrayList<>();
    List<LeftOut> refused = new ArrayList<>();
    List<Moved> moved = new ArrayList<>();
    ActiveSet active = rooms.bundle().active();
    for (Deed deed : deeds) {
      List<Effect.Trigger> events = new ArrayList<>();
      if (!deed.set().isEmpty()) {
        set.computeIfAbsent(deed.contactId(), id -> new LinkedHashMap<>()).putAll(deed.set());
        Map<String, @Nullable Object> told = told(deed, stored.get(deed.contactId()));
        if (!told.isEmpty()) {
          moved.add(deed.moved(told));
          if (active.mentions(RunScope.CONTACT_CHANGED)) {
            events.add(deed.change(told));
          }
        }
      }
      events.addAll(deed.triggers());
      Optional<Integer> hops = OwnEvents.hopsAfter(deed.cause());
      if (hops.isEmpty()) {
        events.forEach(event -> refused.add(deed.refused(event)));
      } else if (!events.isEmpty()) {
        List<OwnEvent> own = events.stream().map(event -> deed.event(event, hops.get())).toList();
        parcels.add(OwnEvent.parcel(deed.parcelId(), own));
      }
    }
    return Future.all(
            rooms.contacts().set(tx, set),
            rooms.outbox().add(tx, parcels),
            Arming.arm(tx, rooms.engine(), active, database.ids(), moved),
            rooms.decisions().record(tx, refused))
        .mapEmpty();
  }

  /** What it changes; what is stored is brought up to date for the next. */
  private static Map<String, @Nullable Object> told(
      Deed deed, @Nullable Map<String, @Nullable Object> stored) {
    if (stored == null) {
      return Map.of();
    }
    Map<String, @Nullable Object> told = ContactChange.told(stored, deed.set());
    stored.putAll(deed.set());
    return told;
  }
}
