package dev.sojourn.runtime.database;

import java.util.List;
import java.util.Optional;

/**
 * How the database's schema compares with what this process knows.
 *
 * @param engine the track of the service itself
 * @param client the operator's track, if the bundle has one
 */
public record SchemaState(Track engine, Optional<Track> client) {
  /**
   * One track.
   *
   * @param applied the newest change in the database; empty for none
   * @param required the newest change this process knows; empty for none
   * @param pending ids of changes that are missing in the database, or differ there
   * @param unknown ids of changes this process does not know: the database is newer
   */
  public record Track(
      Optional<String> applied,
      Optional<String> required,
      List<String> pending,
      List<String> unknown) {
    /** Copies the lists. */
    public Track {
      pending = List.copyOf(pending);
      unknown = List.copyOf(unknown);
    }

    /** Nothing is pending. */
    public boolean isInSync() {
      return pending.isEmpty();
    }
  }
}
