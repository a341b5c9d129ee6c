package dev.sojourn.runtime.contact;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The SQL of contacts that become one, or none. */
final class MergeStore {
  private static final String GIVE_KEYS =
      "update contact_keys set contact_id = $1::int8 where contact_id = $2::int8";

  private static final String FILL =
      """
      update contacts c
      set external_id = coalesce(c.external_id, l.external_id),
        email = coalesce(c.email, l.email),
        anonymous_id = coalesce(c.anonymous_id, l.anonymous_id),
        properties = l.properties || c.properties,
        first_seen_at = least(c.first_seen_at, l.first_seen_at),
        last_seen_at = greatest(c.last_seen_at, l.last_seen_at)
      from contacts l
      where c.id = $1::int8 and l.id = $2::int8
      """;

  /** Whoever was merged into the loser before is found with one step, too. */
  private static final String LEAD_ON =
      """
      update contacts
      set merged_into = $1::int8, external_id = null, email = null, anonymous_id = null,
        properties = '{}'
      where id = $2::int8 or merged_into = $2::int8
      """;

  private static final String TELL_CHANGED =
      "insert into identity_changes(contact_id) select * from unnest($1::int8[])";

  /** The contact, if it is there, and whoever was merged into it. */
  private static final String ALL_OF =
      """
      select c.id from contacts c
      where (c.id = $1::int8 and c.merged_into is null or c.merged_into = $1::int8)
        and c.deleted_at is null
      """;

  private static final String TAKE_KEYS =
      "delete from contact_keys where contact_id = any ($1::int8[])";

  private static final String ERASE =
      """
      update contacts
      set deleted_at = $2::timestamptz, external_id = null, email = null, anonymous_id = null,
        properties = '{}'
      where id = any ($1::int8[])
      """;

  private MergeStore() {}

  static Future<Void> merge(Tx tx, long survivor, long loser) {
    tx.run(GIVE_KEYS, survivor, loser);
    tx.run(FILL, survivor, loser);
    tx.run(LEAD_ON, survivor, loser);
    return changed(tx, List.of(survivor, loser));
  }

  /** Makes every batch that resolved these contacts before begin again. */
  static Future<Void> changed(Tx tx, List<Long> contacts) {
    return tx.run(TELL_CHANGED, ContactStore.array(contacts)).mapEmpty();
  }

  static Future<List<Long>> allOf(Tx tx, long contact) {
    return tx.run(ALL_OF, contact).map(MergeStore::ids);
  }

  static Future<Void> erase(Tx tx, List<Long> all, Instant at) {
    tx.run(TAKE_KEYS, ContactStore.array(all));
    tx.run(ERASE, ContactStore.array(all), at);
    return changed(tx, all);
  }

  private static List<Long> ids(RowSet<Row> rows) {
    var ids = new ArrayList<Long>(rows.size());
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }
}
