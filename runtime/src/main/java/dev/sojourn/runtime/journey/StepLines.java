package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.Replay;
import dev.sojourn.core.replay.Segment;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.Passage;
import dev.sojourn.runtime.event.StoredEvent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Where in its script a run stood at each of its steps: found by replaying its journal, dry. */
public final class StepLines {
  private StepLines() {}

  /**
   * The place of each step in the passages' newest generation, as {@code
   * journeys/welcome.groovy:8}; a step whose place cannot be told is missing. Runs the script, so
   * never on an event loop.
   *
   * @param script the version that the enrolment is on
   * @param face the public id of the enrolment
   * @return by the entries themselves, not by what they are equal to
   */
  public static IdentityHashMap<Entry, String> of(
      Script script,
      Enrolment enrolment,
      String face,
      List<Passage> passages,
      Contact contact,
      StoredEvent trigger) {
    int generation = passages.stream().mapToInt(Passage::generation).max().orElse(0);
    List<List<Entry>> segments =
        passages.stream()
            .filter(passage -> passage.generation() == generation)
            .map(Passage::entries)
            .toList();
    Journal journal = Journal.of(generation, enrolment.eventId(), segments);
    Segment now =
        new Segment(
            enrolment.standing().updatedAt(),
            enrolment.id(),
            Views.of(contact),
            Views.of(trigger),
            face,
            enrolment.key());
    List<Entry> steps = new ArrayList<>();
    segments.forEach(
        entries -> entries.stream().filter(Entry.Step.class::isInstance).forEach(steps::add));
    return places(steps, Replay.lines(script, journal, now), script.file());
  }

  private static IdentityHashMap<Entry, String> places(
      List<Entry> steps, List<Integer> lines, String file) {
    IdentityHashMap<Entry, String> places = new IdentityHashMap<>();
    for (int i = 0; i < Math.min(steps.size(), lines.size()); i++) {
      if (lines.get(i) > 0) {
        places.put(steps.get(i), file + ":" + lines.get(i));
      }
    }
    return places;
  }
}
