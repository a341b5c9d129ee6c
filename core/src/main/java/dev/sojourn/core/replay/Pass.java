package dev.sojourn.core.replay;

import java.util.List;

/**
 * What one run of a script from the top led to.
 *
 * @param newEntries what it added to the journal, in order
 * @param effects what must leave with the commit, in order
 * @param outcome why it ended
 */
public record Pass(List<Entry> newEntries, List<Effect> effects, Outcome outcome) {
  public Pass {
    newEntries = List.copyOf(newEntries);
    effects = List.copyOf(effects);
  }
}
