package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.contact.IdentityKey;
import dev.sojourn.runtime.contact.KeyKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whom the events of a batch are about: contacts that are known, and contacts that the batch makes.
 * Each event sees the keys that the events before it gave away.
 */
final class Roll {
  private final Map<IdentityKey, Long> owners;
  private final LongSupplier ids;
  private final Map<IdentityKey, Long> given = new TreeMap<>();
  private final Map<Long, Integer> made = new LinkedHashMap<>();
  private final Set<Long> known = new LinkedHashSet<>();
  private final Map<Long, Map<KeyKind, String>> names = new HashMap<>();

  /**
   * A roll that nobody is on yet.
   *
   * @param owners the contacts of the known keys
   * @param ids ids for new contacts
   */
  Roll(Map<IdentityKey, Long> owners, LongSupplier ids) {
    this.owners = new HashMap<>(owners);
    this.ids = ids;
  }

  /**
   * Whom an event is about.
   *
   * @param contact found, or new
   * @param made whether the event makes it
   * @param linked whether the event gives a key to it that nobody had
   * @param hailed whether the event gives a sender's own id to one that it names by nothing but an
   *     anonymous id: that must have no other
   */
  record Place(long contact, boolean made, boolean linked, boolean hailed) {}

  /**
   * The contact of an event: found, or new; null if its keys name several.
   *
   * @throws Rejected if a key names a contact that is gone
   */
  @Nullable Place placeOf(NewEvent event) {
    var contact = 0L;
    for (var key : event.keys()) {
      var owner = owners.get(key);
      if (owner == null && key.kind() == KeyKind.CONTACT) {
        throw new Rejected(404, "contact '" + key.value() + "' is gone");
      }
      if (owner != null && contact != 0 && owner != contact) {
        return null;
      }
      contact = owner == null ? contact : owner;
    }
    return contact == 0 ? fresh(event) : found(event, contact);
  }

  private Place fresh(NewEvent event) {
    var contact = ids.getAsLong();
    made.put(contact, event.tenant());
    give(event, contact);
    return new Place(contact, true, false, false);
  }

  private @Nullable Place found(NewEvent event, long contact) {
    var hails = hails(event);
    if (hails && namesOf(contact).containsKey(KeyKind.EXTERNAL)) {
      return null;
    }
    var isStored = !made.containsKey(contact);
    if (isStored) {
      known.add(contact);
    }
    return new Place(contact, false, give(event, contact), hails && isStored);
  }

  private boolean give(NewEvent event, long contact) {
    var linked = false;
    for (var key : event.keys()) {
      if (owners.putIfAbsent(key, contact) == null) {
        linked = true;
        given.put(key, contact);
        names
            .computeIfAbsent(contact, id -> new EnumMap<>(KeyKind.class))
            .putIfAbsent(key.kind(), key.value());
      }
    }
    return linked;
  }

  private boolean hails(NewEvent event) {
    var isNew = false;
    for (var key : event.keys()) {
      var isOwned = owners.containsKey(key);
      if (isOwned && key.kind() != KeyKind.ANONYMOUS) {
        return false;
      }
      isNew |= !isOwned && key.kind() == KeyKind.EXTERNAL;
    }
    return isNew;
  }

  /** The keys that are new, sorted, and whose they are. */
  Map<IdentityKey, Long> given() {
    return given;
  }

  /** The contacts that are new, with their tenants. */
  Map<Long, Integer> made() {
    return made;
  }

  /** The stored contacts. */
  Set<Long> known() {
    return known;
  }

  /** The first new name of each kind of a contact. */
  Map<KeyKind, String> namesOf(long contact) {
    return names.getOrDefault(contact, Map.of());
  }
}
