package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The leases of node numbers. */
final class NodeStore {
  /** Long enough for an outage, short enough that a process killed in a loop cannot use all up. */
  static final Duration LEASE = Duration.ofHours(1);

  /** A node nobody holds; the one that has been free the longest. */
  private static final String CLAIM =
      """
      update nodes n set process = $1::uuid, claimed = pg_current_xact_id(),
        lease_until = clock_timestamp() + $2::int8 * interval '1 ms'
      from (select id from nodes where lease_until < clock_timestamp()
            order by lease_until, id limit 1 for update skip locked) free
      where n.id = free.id
      returning n.id, n.last_ms, n.lease_until
      """;

  private static final String RENEW =
      """
      update nodes set last_ms = greatest(last_ms, $3::int8),
        lease_until = clock_timestamp() + $4::int8 * interval '1 ms'
      where id = $1::int2 and process = $2::uuid and lease_until > clock_timestamp()
      returning id, last_ms, lease_until
      """;

  private static final String RELEASE =
      """
      update nodes set last_ms = greatest(last_ms, $3::int8), lease_until = clock_timestamp()
      where id = $1::int2 and process = $2::uuid
      """;

  private final Pool pool;
  private final UUID process = UUID.randomUUID();

  NodeStore(Pool pool) {
    this.pool = pool;
  }

  Future<NodeLease> claim() {
    return pool.preparedQuery(CLAIM)
        .execute(Arguments.of(process, LEASE.toMillis()))
        .map(rows -> read(rows).orElseThrow(NodeStore::allHeld));
  }

  /** The lease made longer; empty if it had run out. */
  Future<Optional<NodeLease>> renew(Ids ids) {
    return pool.preparedQuery(RENEW)
        .execute(
            Arguments.of((short) ids.lease().node(), process, ids.lastMillis(), LEASE.toMillis()))
        .map(rows -> read(rows));
  }

  Future<Void> release(Ids ids) {
    return pool.preparedQuery(RELEASE)
        .execute(Arguments.of((short) ids.lease().node(), process, ids.lastMillis()))
        .mapEmpty();
  }

  private Optional<NodeLease> read(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    Instant until = row.getOffsetDateTime("lease_until").toInstant();
    return Optional.of(
        new NodeLease(row.getInteger("id"), Ids.millisOf(until), row.getLong("last_ms")));
  }

  private static IllegalStateException allHeld() {
    return new IllegalStateException(
        "all 1024 id nodes are leased; free those of dead processes in table 'nodes'");
  }
}
