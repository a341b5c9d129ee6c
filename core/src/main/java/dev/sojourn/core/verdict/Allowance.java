package dev.sojourn.core.verdict;

import dev.sojourn.dsl.definition.Cap;
import dev.sojourn.dsl.definition.Caps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What addresses have used of the operator's caps: grows with each mail that is let out. Belongs to
 * one decision, and to one thread.
 */
public final class Allowance {
  /** What a cap for all kinds counts. */
  private static final String ALL = "";

  private final Caps caps;
  private final Map<Place, List<Instant>> used = new HashMap<>();

  /**
   * Where a cap counts.
   *
   * @param category the kind of mail; empty for all that are not exempt
   */
  public record Place(int tenant, String address, String category) {}

  /**
   * An allowance of which so much is used.
   *
   * @param used when the newest mails of each place were let out, the newest first; more than its
   *     cap allows are not needed
   */
  public Allowance(Caps caps, Map<Place, List<Instant>> used) {
    this.caps = caps;
    used.forEach((place, times) -> this.used.put(place, new ArrayList<>(times)));
  }

  /** The caps that hold for a mail of this category to this address. */
  public static Map<Place, Cap> of(Caps caps, int tenant, String address, String category) {
    var places = new LinkedHashMap<Place, Cap>();
    if (caps.exempt().contains(category)) {
      return places;
    }
    if (caps.all() != null) {
      places.put(new Place(tenant, address, ALL), caps.all());
    }
    var own = caps.byCategory().get(category);
    if (own != null) {
      places.put(new Place(tenant, address, category), own);
    }
    return places;
  }

  /** The first instant at which every cap has a place for such a mail; long ago if that is now. */
  public Instant free(int tenant, String address, String category) {
    var free = Instant.MIN;
    for (var one : of(caps, tenant, address, category).entrySet()) {
      var times = used.getOrDefault(one.getKey(), List.of());
      var cap = one.getValue();
      if (times.size() >= cap.count()) {
        var next = times.get(cap.count() - 1).plus(cap.window());
        free = next.isAfter(free) ? next : free;
      }
    }
    return free;
  }

  /** Takes the place of a mail that is let out now. */
  public void take(int tenant, String address, String category, Instant now) {
    for (var place : of(caps, tenant, address, category).keySet()) {
      used.computeIfAbsent(place, fresh -> new ArrayList<>()).add(0, now);
    }
  }
}
