package dev.sojourn.runtime.ingest;

import java.util.List;

/**
 * Says that the keys of some events of a batch name several people each, which must be settled
 * before the batch can be taken in.
 */
final class Crossing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Integer> stored;
  private final int made;

  private Crossing(List<Integer> stored, int made) {
    super("keys of one event name several contacts", null, false, false);
    this.stored = stored;
    this.made = made;
  }

  /** Of stored contacts, at these places of the batch, from 0. */
  static Crossing ofStored(List<Integer> places) {
    return new Crossing(List.copyOf(places), -1);
  }

  /** Of contacts some of which the events before this place make. */
  static Crossing ofMade(int place) {
    return new Crossing(List.of(), place);
  }

  /** The places of events that can be settled now; none if the batch must be cut instead. */
  List<Integer> stored() {
    return stored;
  }

  /** Where the batch must be cut, so that those before it are stored first. */
  int made() {
    return made;
  }
}
