package dev.sojourn.runtime.enrolment;

import dev.sojourn.core.replay.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One committed segment of an enrolment's journal.
 *
 * @param generation the generation it is in, from 0
 * @param segment its number in the generation, from 0
 * @param entries what happened in it, in order
 * @param unreadable why its entries cannot be shown, or null
 */
public record Passage(
    int generation, int segment, List<Entry> entries, @Nullable String unreadable) {
  public Passage {
    entries = List.copyOf(entries);
  }
}
