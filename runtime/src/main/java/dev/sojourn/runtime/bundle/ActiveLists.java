package dev.sojourn.runtime.bundle;

import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.runtime.config.Chosen;

/**
 * The lists that are in force.
 *
 * @param version the number of their version; 0 when there is no file
 * @param hash the version's hash; empty when there is no file
 * @param definition what they are
 */
public record ActiveLists(int version, String hash, ListsDefinition definition) {
  /** There is no {@code lists.groovy}. */
  public static final ActiveLists NONE = new ActiveLists(0, "", ListsDefinition.NONE);

  private static final int SHOWN = 12;

  /** The same of these lists alone. */
  ActiveLists only(Chosen chosen) {
    var some = definition.lists().stream().filter(list -> chosen.has(list.id())).toList();
    return new ActiveLists(version, hash, new ListsDefinition(some, definition.caps()));
  }

  /** The digits of the hash that people see. */
  String shortHash() {
    return hash.substring(0, Math.min(SHOWN, hash.length()));
  }
}
