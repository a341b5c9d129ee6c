package dev.sojourn.core.verdict;

import java.util.Set;

/**
 * What is known about an address and its owner when a mail is about to go out.
 *
 * @param suppressed whether the address is barred, whoever owns it
 * @param unsubscribedFromAll whether the owner wants no mail at all
 * @param leftCategories the kinds of mail that the owner has left
 */
public record Wishes(boolean suppressed, boolean unsubscribedFromAll, Set<String> leftCategories) {
  /** Nothing known: every mail may go out. */
  public static final Wishes NONE = new Wishes(false, false, Set.of());

  public Wishes {
    leftCategories = Set.copyOf(leftCategories);
  }
}
