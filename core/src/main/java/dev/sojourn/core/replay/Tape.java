package dev.sojourn.core.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a pass stands in its journal, and what it adds to it. Confined to one pass. */
final class Tape {
  private static final Entry.Seen NOTHING = new Entry.Seen(null, Map.of());

  private final List<List<Entry>> segments;
  private final List<Entry> added = new ArrayList<>();
  private final Map<String, @Nullable Object> touched = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> set = new LinkedHashMap<>();
  private @Nullable Instant touchedNow;
  private Entry.Seen seen;
  private int segment;
  private int index;
  private int entries;
  private int bytes;
  private int steps;

  Tape(Journal journal) {
    var committed = journal.segments();
    var begun = committed.isEmpty() || !(committed.get(0).get(0) instanceof Entry.Carried) ? 0 : 1;
    segments = new ArrayList<>(committed.subList(begun, committed.size()));
    segments.add(journal.pending());
    seen = seenIn(segments.get(0));
    entries = journal.entries();
    bytes = journal.bytes();
  }

  private static Entry.Seen seenIn(List<Entry> segment) {
    for (var entry : segment) {
      if (entry instanceof Entry.Seen seen) {
        return seen;
      }
    }
    return NOTHING;
  }

  /** The next entry that a word or an ending answers to; null at the end of the journal. */
  @Nullable Entry next() {
    while (added.isEmpty()) {
      var list = segments.get(segment);
      while (index < list.size()) {
        var entry = list.get(index++);
        if (entry instanceof Entry.Step || entry instanceof Entry.Ending) {
          steps += entry instanceof Entry.Step ? 1 : 0;
          return entry;
        }
      }
      if (segment + 1 == segments.size() || segments.get(segment + 1).isEmpty()) {
        return null;
      }
      segment++;
      index = 0;
      set.clear();
      seen = seenIn(segments.get(segment));
    }
    return null;
  }

  /** Adds an entry at the end of the journal. */
  void add(Entry entry) {
    steps += entry instanceof Entry.Step ? 1 : 0;
    count(entry);
    added.add(entry);
  }

  private void count(Entry entry) {
    entries++;
    bytes += Tally.bytes(entry);
  }

  /** Whether the segment at hand is the one not committed yet, so that new reads may be kept. */
  boolean isPending() {
    return segment == segments.size() - 1;
  }

  /** The run has set these; its reads up to the next park see them. */
  void overlay(Map<String, @Nullable Object> properties) {
    set.putAll(properties);
  }

  boolean isSet(String name) {
    return set.containsKey(name);
  }

  @Nullable Object valueSet(String name) {
    return set.get(name);
  }

  boolean hasSeen(String name) {
    return seen.contact().containsKey(name) || touched.containsKey(name);
  }

  @Nullable Object seen(String name) {
    return seen.contact().containsKey(name) ? seen.contact().get(name) : touched.get(name);
  }

  @Nullable Instant seenNow() {
    return seen.now() == null ? touchedNow : seen.now();
  }

  void see(String name, @Nullable Object value) {
    touched.put(name, value);
    bytes += Values.bytes(name) + Values.bytes(value);
  }

  void seeNow(Instant now) {
    touchedNow = now;
  }

  /** The number of the step last answered or added, from 1. */
  int steps() {
    return steps;
  }

  boolean isOverEntries() {
    return entries > Limits.ENTRIES;
  }

  boolean isOverBytes() {
    return bytes > Limits.JOURNAL_BYTES;
  }

  /** What the pass added, reads first. */
  List<Entry> added() {
    if (touched.isEmpty() && touchedNow == null) {
      return List.copyOf(added);
    }
    var all = new ArrayList<Entry>(added.size() + 1);
    all.add(new Entry.Seen(touchedNow, touched));
    all.addAll(added);
    return all;
  }
}
