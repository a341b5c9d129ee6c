package dev.sojourn.runtime.ingest;

import dev.sojourn.core.replay.ContactChange;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.contact.Named;
import dev.sojourn.runtime.contact.NewContact;
import dev.sojourn.runtime.contact.Patch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What a batch makes of the contacts it is about. */
final class People {
  /** How old the stored time of a contact's last event may be; writing it each time costs. */
  private static final Duration SEEN = Duration.ofMinutes(5);

  private final Roll roll;
  private final Map<Long, Named> named;
  private final Instant now;
  private final Map<Long, Map<String, @Nullable Object>> properties = new HashMap<>();
  private final Map<Long, String> addresses = new LinkedHashMap<>();

  People(Roll roll, Map<Long, Named> named, Instant now) {
    this.roll = roll;
    this.named = named;
    this.now = now;
  }

  /**
   * Takes in what is said about contacts. Answers the events; before each comes the one that tells
   * what it really changed, if anybody wants to know. Whoever enters by an event has seen what it
   * changed.
   *
   * @param stored the properties of the contacts, where somebody does
   */
  List<Arrival> hear(List<Arrival> fresh, Map<Long, Map<String, @Nullable Object>> stored) {
    var all = new ArrayList<Arrival>(fresh.size());
    for (var arrival : fresh) {
      var said = arrival.event().contactProperties();
      if (!said.isEmpty()) {
        var heard = properties.computeIfAbsent(arrival.contactId(), id -> new LinkedHashMap<>());
        if (arrival.mayTell()) {
          var before = new HashMap<>(stored.getOrDefault(arrival.contactId(), Map.of()));
          before.putAll(heard);
          var told = ContactChange.told(before, said);
          if (!told.isEmpty()) {
            all.add(arrival.change(told));
          }
        }
        heard.putAll(said);
      }
      if (arrival.event().aim() == Aim.ADDRESS) {
        arrival.event().keys().stream()
            .filter(key -> key.kind() == KeyKind.EMAIL)
            .forEach(key -> addresses.put(arrival.contactId(), key.value()));
      }
      if (arrival.event().isEvent()) {
        all.add(arrival);
      }
    }
    return all;
  }

  /** Its address from now on, if that is another one than it has or gets by its keys; else null. */
  private @Nullable String addressOf(long id) {
    var address = addresses.get(id);
    return address == null || address.equals(nameOf(id, KeyKind.EMAIL)) ? null : address;
  }

  private Map<KeyKind, String> namesOfMade(long id) {
    var address = addressOf(id);
    if (address == null) {
      return roll.namesOf(id);
    }
    var names = new HashMap<>(roll.namesOf(id));
    names.put(KeyKind.EMAIL, address);
    return names;
  }

  /** The contacts to make. */
  List<NewContact> made() {
    var made = new ArrayList<NewContact>(roll.made().size());
    roll.made()
        .forEach(
            (id, tenant) ->
                made.add(new NewContact(id, tenant, namesOfMade(id), propertiesOf(id), now)));
    return made;
  }

  /** The stored contacts to change, sorted by id. */
  List<Patch> patches() {
    var patches = new ArrayList<Patch>();
    for (var id : roll.known().stream().sorted().toList()) {
      var before = named.get(id);
      if (before == null) {
        throw new Again("contact " + id + " is gone");
      }
      var fills = roll.namesOf(id);
      var address = addressOf(id);
      var fill = fills.keySet().stream().anyMatch(kind -> before.of(kind) == null);
      var seen = before.lastSeenAt().isBefore(now.minus(SEEN));
      if (fill || seen || address != null || properties.containsKey(id)) {
        patches.add(new Patch(id, fills, propertiesOf(id), address, now));
      }
    }
    return patches;
  }

  /** The text that names a contact best. */
  String keyOf(long contactId, LongFunction<String> face) {
    var external = nameOf(contactId, KeyKind.EXTERNAL);
    if (external != null) {
      return external;
    }
    var anonymous = nameOf(contactId, KeyKind.ANONYMOUS);
    return anonymous != null ? anonymous : face.apply(contactId);
  }

  /** How a contact is named; null if it has no name of the kind. */
  @Nullable String nameOf(long contactId, KeyKind kind) {
    var before = named.get(contactId);
    var stored = before == null ? null : before.of(kind);
    return stored != null ? stored : roll.namesOf(contactId).get(kind);
  }

  private Map<String, @Nullable Object> propertiesOf(long contactId) {
    return properties.getOrDefault(contactId, Map.of());
  }
}
