package dev.sojourn.runtime.tracking;

import dev.sojourn.core.tracking.Visitor;

/** A visit, the send it is about, and who it was. */
record Judged(Seen seen, TrackedSend send, Visitor visitor) {
  boolean isClick() {
    return seen.link() != null;
  }

  boolean isMachine() {
    return visitor == Visitor.MACHINE;
  }
}
