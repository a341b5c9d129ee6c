package dev.sojourn.runtime.decision;

import dev.sojourn.core.replay.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** One row: the decisions of one day that are equal in everything but time and values. */
record Day(Key key, Instant firstAt, Instant lastAt, int count, String compared) {
  /** What makes a row unique, in the order of locking. */
  record Key(int tenant, LocalDate day, long contactId, String about, String reason)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      var order = Integer.compare(tenant, other.tenant);
      order = order != 0 ? order : day.compareTo(other.day);
      order = order != 0 ? order : Long.compare(contactId, other.contactId);
      order = order != 0 ? order : about.compareTo(other.about);
      return order != 0 ? order : reason.compareTo(other.reason);
    }
  }

  String about() {
    return key.about();
  }

  String reason() {
    return key.reason();
  }

  /** The rows of these decisions, sorted by key. */
  static Collection<Day> of(List<LeftOut> leftOut) {
    var days = new TreeMap<Key, Day>();
    for (var one : leftOut) {
      var date = LocalDate.ofInstant(one.at(), ZoneOffset.UTC);
      var key = new Key(one.tenant(), date, one.contactId(), one.about(), one.reason());
      days.merge(key, new Day(key, one.at(), one.at(), 1, Json.write(one.compared())), Day::plus);
    }
    return days.values();
  }

  private Day plus(Day later) {
    return new Day(key, firstAt, later.lastAt, count + later.count, later.compared);
  }
}
