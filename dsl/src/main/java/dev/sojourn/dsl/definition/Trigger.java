package dev.sojourn.dsl.definition;

import java.util.List;

/**
 * The event that enrols a contact.
 *
 * @param event its name
 * @param where conditions on its scalar properties, all of which must hold
 */
public record Trigger(String event, List<Condition> where) {
  /** What the names of the events begin with that start one journey; its id follows. */
  public static final String START = "start:";

  public Trigger {
    where = Condition.ofProperties(where);
  }
}
