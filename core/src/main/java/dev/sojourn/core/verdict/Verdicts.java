package dev.sojourn.core.verdict;

import dev.sojourn.dsl.definition.ListsDefinition;
import java.util.Optional;

/** The rules of what may be sent to whom. */
public final class Verdicts {
  private Verdicts() {}

  /**
   * What stands against a mail of this category, in the order of weight: a barred address, no mail
   * at all, not this kind.
   *
   * @param lists the kinds of mail there are
   */
  public static Optional<Refusal> against(
      String category, Wishes wishes, ListsDefinition lists) {
    if (wishes.suppressed()) {
      return Optional.of(Refusal.SUPPRESSED);
    }
    if (wishes.unsubscribedFromAll()) {
      return Optional.of(Refusal.UNSUBSCRIBED_FROM_ALL);
    }
    return wishes.want(category, lists)
        ? Optional.empty()
        : Optional.of(Refusal.UNSUBSCRIBED_FROM_CATEGORY);
  }
}
