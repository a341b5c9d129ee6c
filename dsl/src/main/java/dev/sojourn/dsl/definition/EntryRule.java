package dev.sojourn.dsl.definition;

import org.jspecify.annotations.Nullable;

/**
 * Who enters a journey, and how often.
 *
 * @param trigger the event that lets in
 * @param limit how often
 * @param key the property path of the trigger event that tells runs of one contact apart, or null
 * @param onRepeat what a trigger does while such a run is live
 * @param holdout whom it leaves alone
 * @param date the date on which the service itself makes that event, or null if others do
 */
public record EntryRule(
    Trigger trigger,
    EntryLimit limit,
    @Nullable String key,
    OnRepeat onRepeat,
    Holdout holdout,
    @Nullable DateRule date) {
  /** A rule without a date. */
  public EntryRule(
      Trigger trigger, EntryLimit limit, @Nullable String key, OnRepeat onRepeat, Holdout holdout) {
    this(trigger, limit, key, onRepeat, holdout, null);
  }

  /** A rule that holds nobody out. */
  public EntryRule(Trigger trigger, EntryLimit limit, @Nullable String key, OnRepeat onRepeat) {
    this(trigger, limit, key, onRepeat, Holdout.NONE);
  }
}
