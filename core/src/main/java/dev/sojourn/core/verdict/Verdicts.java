package dev.sojourn.core.verdict;

import java.util.Optional;

/** The rules of what may be sent to whom. */
public final class Verdicts {
  private Verdicts() {}

  /**
   * What stands against a mail of this category, in the order of weight: a barred address, no mail
   * at all, not this kind.
   */
  public static Optional<Refusal> against(String category, Wishes wishes) {
    if (wishes.suppressed()) {
      return Optional.of(Refusal.SUPPRESSED);
    }
    if (wishes.unsubscribedFromAll()) {
      return Optional.of(Refusal.UNSUBSCRIBED_FROM_ALL);
    }
    return wishes.leftCategories().contains(category)
        ? Optional.of(Refusal.UNSUBSCRIBED_FROM_CATEGORY)
        : Optional.empty();
  }
}
