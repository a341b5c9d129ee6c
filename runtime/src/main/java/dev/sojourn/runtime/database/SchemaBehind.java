package dev.sojourn.runtime.database;

import java.util.List;

/** The schema lacks changes this process needs; {@code sojourn migrate} makes them. */
public final class SchemaBehind extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> pending;

  SchemaBehind(List<String> pending) {
    super(
        "the schema lacks "
            + pending.size()
            + (pending.size() == 1 ? " change" : " changes")
            + " ("
            + String.join(", ", pending)
            + "); run 'sojourn migrate' first");
    this.pending = List.copyOf(pending);
  }

  /** The ids of the missing changes. */
  public List<String> pending() {
    return pending;
  }
}
