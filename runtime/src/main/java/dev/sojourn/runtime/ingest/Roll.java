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
   * The contact of an event: found, or new.
   *
   * @throws Rejected if its keys name two contacts, or a contact that is gone
   */
  long contactOf(NewEvent event) {
    var contact = found(event);
    if (contact == 0) {
      contact = ids.getAsLong();
      made.put(contact, event.tenant());
    } else if (!made.containsKey(contact)) {
      known.add(contact);
    }
    for (var key : event.keys()) {
      if (owners.putIfAbsent(key, contact) == null) {
        given.put(key, contact);
        names
            .computeIfAbsent(contact, id -> new EnumMap<>(KeyKind.class))
            .putIfAbsent(key.kind(), key.value());
      }
    }
    return contact;
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

  private long found(NewEvent event) {
    var found = 0L;
    IdentityKey by = null;
    for (var key : event.keys()) {
      var owner = owners.get(key);
      if (owner == null && key.kind() == KeyKind.CONTACT) {
        throw new Rejected(404, "contact '" + key.value() + "' is gone");
      }
      if (owner != null && by != null && owner != found) {
        throw new Rejected(
            409,
            "%s and %s belong to two different contacts; send the event with one of them"
                .formatted(by, key));
      }
      if (owner != null && by == null) {
        found = owner;
        by = key;
      }
    }
    return found;
  }
}
