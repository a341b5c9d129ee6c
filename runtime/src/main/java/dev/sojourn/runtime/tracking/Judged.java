package dev.sojourn.runtime.tracking;

import dev.sojourn.core.tracking.Visitor;

/** A visit, the send it is about, and who it was. */
record Judged(Seen seen, TrackedSend send, Visitor visitor) {
  boolean isClick() {
    return seen.link() != null;
  }

  /** Whether others are told of it: neither of machines, nor of people who were erased. */
  boolean isTold() {
    return !isMachine() && !send.erased();
  }

  boolean isMachine() {
    return visitor == Visitor.MACHINE;
  }
}
