package dev.sojourn.runtime.database;

import io.vertx.core.Future;

/** The SQL about processes that hold id nodes. */
final class PeerStore {
  /** A lease counts a minute longer than it says, since clocks differ a little. */
  private static final String LOOK =
      """
      select coalesce(bool_or(lease_until > clock_timestamp() - interval '1 minute'), false),
        coalesce(max(last_ms), 0), pg_current_snapshot()::text
      from nodes
      where id <> $1::int2
      """;

  private static final String JOINED =
      """
      select exists (
          select 1 from nodes
          where claimed >= pg_snapshot_xmin($1::text::pg_snapshot)
            and not pg_visible_in_snapshot(claimed, $1::text::pg_snapshot)),
        pg_current_snapshot()::text
      """;

  /**
   * The other nodes.
   *
   * @param alive whether a process holds one of them
   * @param lastMs the newest millisecond that those which nobody holds have made ids for
   */
  record Others(boolean alive, long lastMs, String snapshot) {}

  /** Whether anybody has claimed a node since a snapshot, as seen by a later one. */
  record Joined(boolean anybody, String snapshot) {}

  Future<Others> look(Tx tx, int node) {
    return tx.run(LOOK, (short) node)
        .map(rows -> rows.iterator().next())
        .map(row -> new Others(row.getBoolean(0), row.getLong(1), row.getString(2)));
  }

  Future<Joined> joined(Tx tx, String since) {
    return tx.run(JOINED, since)
        .map(rows -> rows.iterator().next())
        .map(row -> new Joined(row.getBoolean(0), row.getString(1)));
  }
}
