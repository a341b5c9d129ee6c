package dev.sojourn.core.fold;

import dev.sojourn.dsl.definition.JourneyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the events of one contact do to its enrolments: each event ends enrolments, then ends waits,
 * then enrols, against the state that the events before it left.
 *
 * <p>An enrolment that one event begins and a later one of the same call ends has no id yet; its
 * {@link LiveRun#id} is negative, the same in {@link Change.Enrol} and {@link Change.Exit}.
 */
public final class Fold {
  private Fold() {}

  /**
   * What the events do, in order.
   *
   * @param subject the contact before the first of them
   * @param events its new events, in the order in which they were taken in
   * @param triggered for the name of an event: the newest definitions of the journeys it triggers
   */
  public static List<Change> apply(
      Subject subject, List<Fact> events, Function<String, List<JourneyDefinition>> triggered) {
    var enrolled = new Enrolled(subject);
    var changes = new ArrayList<Change>();
    for (var event : events) {
      enrolled.exit(event, changes);
      enrolled.match(event, changes);
      for (var journey : triggered.apply(event.name())) {
        enrolled.knock(event, journey, changes);
      }
    }
    return List.copyOf(changes);
  }
}
