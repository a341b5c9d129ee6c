package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import java.util.Collection;

/**
 * The advisory locks that put everything about one contact in line: the first of the one lock order
 * (contacts, identity keys, event keys, runs, sends).
 */
public final class SubjectLocks {
  /** A statement of its own: what the locks protect is read by a later one, on a later snapshot. */
  private static final String TAKE =
      """
      select count(pg_advisory_xact_lock(q.subject)::text)
      from (select u.subject from unnest($1::int8[]) u(subject) order by u.subject offset 0) q
      """;

  private SubjectLocks() {}

  /** Takes the locks of these contacts, held until the transaction ends. */
  public static Future<Void> take(Tx tx, Collection<Long> ids) {
    long[] sorted = ids.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
    return sorted.length == 0 ? Future.succeededFuture() : tx.run(TAKE, sorted).mapEmpty();
  }
}
