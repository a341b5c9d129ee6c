package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Advance.Block;
import dev.sojourn.runtime.engine.Advance.Park;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The fence: moves the runs whose epoch is still the claimed one, and answers which they were. The
 * row locks it takes make everything after it in the transaction unconditional.
 */
final class FenceStore {
  private static final String PARK =
      """
      update runs r
      set due_at = case when u.goes_on and u.wait_name is null then r.due_at else u.due_at end,
          wait_name = u.wait_name, wait_rule = u.wait_rule, cause = null,
          lease_until = case when u.goes_on then $7::timestamptz end,
          attempts = u.goes_on::int, segment = case when u.starts_over then 1 else r.segment + 1 end,
          generation = r.generation + u.starts_over::int, epoch = r.epoch + 1
      from unnest($1::int8[], $2::int4[], $3::timestamptz[], $4::int4[], $5::text[], $6::bool[],
                  $8::bool[])
        u(id, epoch, due_at, wait_name, wait_rule, goes_on, starts_over)
      where r.id = u.id and r.epoch = u.epoch
      returning r.id
      """;

  private static final String FINISH =
      """
      delete from runs r using unnest($1::int8[], $2::int4[]) u(id, epoch)
      where r.id = u.id and r.epoch = u.epoch
      returning r.id
      """;

  private static final String BLOCK =
      """
      update runs r
      set due_at = 'infinity', blocked = u.reason, lease_until = null, epoch = r.epoch + 1
      from unnest($1::int8[], $2::int4[], $3::text[]) u(id, epoch, reason)
      where r.id = u.id and r.epoch = u.epoch
      returning r.id
      """;

  private FenceStore() {}

  /**
   * Parks. Those that {@code goesOn} names keep the lease, since their time has come already; a
   * sleep then leaves the due time alone, which spares the index.
   */
  static Future<RowSet<Row>> park(Tx tx, List<Advanced> parks, Set<Long> goesOn, Instant lease) {
    int n = parks.size();
    Instant[] dueAts = new Instant[n];
    Integer[] waitNames = new Integer[n];
    String[] waitRules = new String[n];
    boolean[] going = new boolean[n];
    boolean[] startsOver = new boolean[n];
    for (int i = 0; i < n; i++) {
      Advanced advanced = parks.get(i);
      Park park = (Park) advanced.advance();
      dueAts[i] = park.dueAt();
      waitNames[i] = advanced.waitName();
      waitRules[i] = park.awaits() == null ? null : park.awaits().rule();
      going[i] = goesOn.contains(advanced.id());
      startsOver[i] = park.startsOver();
    }
    return tx.run(
        PARK, ids(parks), epochs(parks), dueAts, waitNames, waitRules, going, lease, startsOver);
  }

  static Future<RowSet<Row>> finish(Tx tx, List<Advanced> finishes) {
    return tx.run(FINISH, ids(finishes), epochs(finishes));
  }

  static Future<RowSet<Row>> block(Tx tx, List<Advanced> blocks) {
    String[] reasons =
        blocks.stream().map(b -> ((Block) b.advance()).reason()).toArray(String[]::new);
    return tx.run(BLOCK, ids(blocks), epochs(blocks), reasons);
  }

  private static long[] ids(List<Advanced> group) {
    return group.stream().mapToLong(Advanced::id).toArray();
  }

  private static int[] epochs(List<Advanced> group) {
    return group.stream().mapToInt(advanced -> advanced.held().run().epoch()).toArray();
  }
}
