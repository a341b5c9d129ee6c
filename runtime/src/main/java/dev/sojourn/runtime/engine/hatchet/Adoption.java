package dev.sojourn.runtime.engine.hatchet;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** How a run stands for a run of Hatchet that wants to have it. */
sealed interface Adoption {
  /** The wish for it. */
  record Wish(long runId, UUID by, int chain) {}

  /**
   * It is that one's.
   *
   * @param parks the waits that it has asked for, in seconds, in order
   */
  record Adopted(List<Integer> parks, Instant since) implements Adoption {}

  /** It never will be. */
  record Refused(String reason) implements Adoption {}

  /** Somebody has its row locked. */
  record Locked() implements Adoption {}
}
