package dev.sojourn.dsl.definition;

import java.util.List;

/**
 * An event that ends a live enrolment.
 *
 * @param event its name
 * @param where conditions on its scalar properties, all of which must hold
 * @param sameKey whether only the run of the key that the event yields is ended
 */
public record ExitRule(String event, List<Condition> where, boolean sameKey) {
  public ExitRule {
    where = Condition.ofProperties(where);
  }
}
