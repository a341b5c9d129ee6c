package dev.sojourn.dsl.definition;

import java.util.List;

/**
 * The event that enrols a contact.
 *
 * @param event its name
 * @param where conditions on its scalar properties, all of which must hold
 */
public record Trigger(String event, List<Condition> where) {
  public Trigger {
    where = Condition.ofProperties(where);
  }
}
