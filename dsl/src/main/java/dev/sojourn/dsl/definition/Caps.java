package dev.sojourn.dsl.definition;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many mails an operator lets go to one address.
 *
 * @param all over all categories that are not exempt, or null for no limit
 * @param byCategory for single categories, beside the one for all
 * @param exempt categories that neither count nor are limited
 */
public record Caps(@Nullable Cap all, Map<String, Cap> byCategory, Set<String> exempt) {
  /** No limit. */
  public static final Caps NONE = new Caps(null, Map.of(), Set.of("transactional"));

  public Caps {
    byCategory = Map.copyOf(byCategory);
    exempt = Set.copyOf(exempt);
  }
}
