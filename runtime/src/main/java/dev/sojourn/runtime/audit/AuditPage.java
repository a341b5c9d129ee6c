package dev.sojourn.runtime.audit;

import java.util.List;

/**
 * Some of the entries, the newest first.
 *
 * @param total how many fit in all, wherever the page begins
 */
public record AuditPage(List<Item> items, long total) {
  public AuditPage {
    items = List.copyOf(items);
  }

  /** An entry as stored. */
  public record Item(long id, AuditEntry entry) {}
}
