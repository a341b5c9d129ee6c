package dev.sojourn.core.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run did so far: the entries of its committed segments, and the pending ones of the segment
 * it is in. Immutable.
 *
 * <p>A shell reads the stored segments ({@link #of}), says why it took the run up ({@link
 * #resume}), runs passes and adds what they wrote ({@link #plus}), answers what they ask ({@link
 * #answered}), and at the next park or end stores the {@link #pending} entries as one more segment.
 */
public final class Journal {
  private final int generation;
  private final List<List<Entry>> segments;
  private final List<Entry> pending;
  private final Tally tally;

  private Journal(int generation, List<List<Entry>> segments, List<Entry> pending, Tally tally) {
    this.generation = generation;
    this.segments = segments;
    this.pending = pending;
    this.tally = tally;
  }

  /** The journal of a run that has done nothing yet. */
  public static Journal start(long triggerEventId) {
    return new Journal(0, List.of(), List.of(), Tally.start(triggerEventId));
  }

  /**
   * The journal of a run that waited for the end of another one and has done nothing yet.
   *
   * @param lastEventId the last event of the contact before it began
   */
  public static Journal follow(long triggerEventId, long lastEventId) {
    return start(triggerEventId).plus(List.of(new Entry.Followed(lastEventId)));
  }

  /** The journal as stored: the committed segments of the run's generation, in order. */
  public static Journal of(int generation, long triggerEventId, List<List<Entry>> segments) {
    var tally = Tally.start(triggerEventId);
    var copies = new ArrayList<List<Entry>>(segments.size());
    for (var segment : segments) {
      copies.add(List.copyOf(segment));
      for (var entry : segment) {
        tally = tally.plus(entry);
      }
    }
    return new Journal(generation, List.copyOf(copies), List.of(), tally);
  }

  /** This journal with more entries in its pending segment. */
  public Journal plus(List<Entry> entries) {
    if (entries.isEmpty()) {
      return this;
    }
    var more = new ArrayList<>(pending);
    var sum = tally;
    for (var entry : entries) {
      if (entry instanceof Entry.Seen seen) {
        merge(more, seen);
      } else {
        more.add(entry);
      }
      sum = sum.plus(entry);
    }
    return new Journal(generation, segments, List.copyOf(more), sum);
  }

  private static void merge(List<Entry> entries, Entry.Seen seen) {
    for (var i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.Seen before) {
        entries.set(i, before.and(seen));
        return;
      }
    }
    entries.add(seen);
  }

  /**
   * This journal with the answer to the {@link Request.Read} that its last pass asked.
   *
   * @throws IllegalStateException if it asked nothing
   */
  public Journal answered(@Nullable Object value) {
    var last = pending.isEmpty() ? null : pending.get(pending.size() - 1);
    if (!(last instanceof Entry.Asked asked)) {
      throw new IllegalStateException("an answer to a journal that asked nothing: " + last);
    }
    var answered = new ArrayList<>(pending);
    var answer = new Entry.Answered(asked.kind(), asked.label(), Values.plain(value));
    answered.set(answered.size() - 1, answer);
    return new Journal(generation, segments, List.copyOf(answered), tally.instead(asked, answer));
  }

  /**
   * Decides whether a reason to take the run up ends its open park. If so, pending entries count as
   * committed and the new pending segment begins with how the park ended. A journal without an open
   * park has nothing to end: it is answered as it is.
   */
  public Resumed resume(Cause cause) {
    var open = tally.open();
    if (open == null) {
      return new Resumed.Ended(this);
    }
    var ending = Endings.of(open, tally.cursor(), cause);
    if (ending == null) {
      return new Resumed.StillParked(tally.park().orElseThrow());
    }
    return new Resumed.Ended(
        new Journal(generation, committed(), List.of(ending), tally.plus(ending)));
  }

  private List<List<Entry>> committed() {
    return pending.isEmpty()
        ? segments
        : Stream.concat(segments.stream(), Stream.of(pending)).toList();
  }

  /**
   * The journal of the next generation, which begins with what this one carries over and is to be
   * committed with it.
   */
  public Journal startOver(Map<String, @Nullable Object> carried) {
    var first =
        new Entry.Carried(tally.cursor(), tally.parks(), tally.spins() + 1, Values.plain(carried));
    return new Journal(
        generation + 1,
        List.of(List.of(first)),
        List.of(),
        Tally.start(tally.cursor()).plus(first));
  }

  /** What the generation before this one carried over; empty in the first. */
  public Map<String, @Nullable Object> carried() {
    return !segments.isEmpty() && segments.get(0).get(0) instanceof Entry.Carried first
        ? first.values()
        : Map.of();
  }

  /** The generation of the run that these entries belong to, from 0. */
  public int generation() {
    return generation;
  }

  /** The committed segments, in order. */
  public List<List<Entry>> segments() {
    return segments;
  }

  /** The entries of the segment that is not committed yet. */
  public List<Entry> pending() {
    return pending;
  }

  /** What the run waits for, if it is parked. */
  public Optional<Request.Park> open() {
    return tally.park();
  }

  /** The id of the last event that is too old for a wait that begins now, or for the open one. */
  public long cursor() {
    return tally.cursor();
  }

  /** The label last reached, as the admin shows it; {@code start} before any. */
  public String label() {
    return tally.label();
  }

  /** How many entries it holds. */
  public int entries() {
    return tally.entries();
  }

  /** About how many bytes it takes when stored. */
  public int bytes() {
    return tally.bytes();
  }

  Tally tally() {
    return tally;
  }

  @Override
  public String toString() {
    return "Journal" + segments + pending;
  }
}
