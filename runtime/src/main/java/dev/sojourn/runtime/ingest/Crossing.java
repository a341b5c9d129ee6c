package dev.sojourn.runtime.ingest;

/** Says that the keys of one event of a batch name several people, which must be settled first. */
final class Crossing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int place;

  /**
   * A crossing.
   *
   * @param place of the event in its batch, from 0
   */
  Crossing(int place) {
    super("keys of one event name several contacts", null, false, false);
    this.place = place;
  }

  int place() {
    return place;
  }
}
