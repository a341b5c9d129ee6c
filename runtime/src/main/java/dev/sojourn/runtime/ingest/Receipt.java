package dev.sojourn.runtime.ingest;

import java.util.List;

/**
 * What became of an event, or of what was said of a contact, that was taken in.
 *
 * @param stored false for the repeat of a stored key, which changed nothing
 * @param eventId the public id of the stored event; of the first one for a repeat
 * @param contactKey the text that names the contact best
 * @param exits the live enrolments that were tested against their exit rules, by the event or by
 *     the change of its contact that it told of; one that it restarts is not among them
 * @param dispatched ids of the enabled journeys that the event triggers, entered, queued or not
 * @param person whom it is about
 */
public record Receipt(
    boolean stored,
    String eventId,
    String contactKey,
    List<Exit> exits,
    List<String> dispatched,
    Person person) {
  /**
   * The contact that something is about.
   *
   * @param id its public id
   * @param created whether it was made for this
   * @param linked whether it got a key, or another contact, by this
   * @param conflict whether a key was left out because it belongs to somebody else
   */
  public record Person(String id, boolean created, boolean linked, boolean conflict) {
    Person after(boolean merged, boolean conflicting) {
      return new Person(id, created, linked || merged, conflict || conflicting);
    }
  }

  /** The same after it was settled whom its keys name. */
  Receipt after(boolean merged, boolean conflicting) {
    return merged || conflicting
        ? new Receipt(
            stored, eventId, contactKey, exits, dispatched, person.after(merged, conflicting))
        : this;
  }

  /**
   * A live enrolment that was tested.
   *
   * @param stateId its public id
   * @param exited whether it was ended
   */
  public record Exit(String journeyId, String stateId, boolean exited) {}
}
