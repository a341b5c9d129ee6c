package dev.sojourn.core.verdict;

import dev.sojourn.dsl.definition.ListsDefinition;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known about an address and its owner when a mail is about to go out.
 *
 * @param suppressed whether the address is barred, whoever owns it
 * @param unsubscribedFromAll whether the owner wants no mail at all
 * @param categories what the owner said about single kinds of mail: true for wanted, false for left
 */
public record Wishes(
    boolean suppressed, boolean unsubscribedFromAll, Map<String, Boolean> categories) {
  /** Nothing known: every mail may go out that needs not be asked for. */
  public static final Wishes NONE = new Wishes(false, false, Map.of());

  public Wishes {
    categories = Map.copyOf(categories);
  }

  /** The owner has left these kinds of mail and said nothing else about any. */
  public Wishes(boolean suppressed, boolean unsubscribedFromAll, Set<String> leftCategories) {
    this(
        suppressed,
        unsubscribedFromAll,
        leftCategories.stream().collect(Collectors.toMap(category -> category, left -> false)));
  }

  /**
   * Whether the owner gets mails of this category, mails in general apart: unless left, for the
   * built-in categories and lists that are on by themselves; only if asked for, for other lists and
   * for what is no list any more.
   */
  public boolean want(String category, ListsDefinition lists) {
    var itself =
        ListsDefinition.BUILT_IN.contains(category)
            || lists.list(category).filter(list -> !list.optIn()).isPresent();
    return categories.getOrDefault(category, itself);
  }
}
