package dev.sojourn.runtime.contact;

import java.time.Instant;
import java.util.List;

/**
 * A contact is erased.
 *
 * @param ids the contact, and whoever was merged into it before
 * @param at when
 */
public record Erasure(List<Long> ids, Instant at) {
  public Erasure {
    ids = List.copyOf(ids);
  }
}
