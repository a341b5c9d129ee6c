package dev.sojourn.dsl.definition;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code lists.groovy} says.
 *
 * @param lists in the order in which people see them
 * @param caps how many mails an address gets
 */
public record ListsDefinition(List<MailList> lists, Caps caps) {
  /** The category of mails that a journey sends when it says nothing else. */
  public static final String JOURNEY = "journey";

  /** The category of mails that somebody has asked for by doing something: a receipt, a reset. */
  public static final String TRANSACTIONAL = "transactional";

  /** Categories that are always there. */
  public static final Set<String> BUILT_IN = Set.of(JOURNEY, TRANSACTIONAL);

  /** Without a file: the built-in categories and no limit. */
  public static final ListsDefinition NONE = new ListsDefinition(List.of(), Caps.NONE);

  public ListsDefinition {
    lists = List.copyOf(lists);
  }

  /** The list of this id. */
  public Optional<MailList> list(String id) {
    return lists.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /** Whether a mail may be of this category. */
  public boolean has(String category) {
    return BUILT_IN.contains(category) || list(category).isPresent();
  }

  /** Every category a mail may be of. */
  public Set<String> categories() {
    Set<String> categories = new TreeSet<>(BUILT_IN);
    lists.forEach(list -> categories.add(list.id()));
    return categories;
  }
}
