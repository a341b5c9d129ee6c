package dev.sojourn.runtime.ingest;

import java.util.List;

/**
 * What became of an event that was taken in.
 *
 * @param stored false for the repeat of a stored key, which changed nothing
 * @param eventId the public id of the stored event; of the first one for a repeat
 * @param contactKey the text that names the contact best
 * @param exits the live enrolments that were tested against their exit rules, by the event or by
 *     the change of its contact that it told of; one that it restarts is not among them
 * @param dispatched ids of the enabled journeys that the event triggers, entered, queued or not
 */
public record Receipt(
    boolean stored, String eventId, String contactKey, List<Exit> exits, List<String> dispatched) {
  /**
   * A live enrolment that was tested.
   *
   * @param stateId its public id
   * @param exited whether it was ended
   */
  public record Exit(String journeyId, String stateId, boolean exited) {}
}
