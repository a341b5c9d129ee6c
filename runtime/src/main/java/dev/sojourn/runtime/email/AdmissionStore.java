package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.Allowance;
import dev.sojourn.dsl.definition.Cap;
import dev.sojourn.dsl.definition.Caps;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SQL of admissions: what an address has used, and who goes first. All of it runs after the
 * locks of the addresses were taken.
 */
final class AdmissionStore {
  /** The wait after the first step back; it doubles with each. */
  private static final Duration STEP = Duration.ofMillis(50);

  /** The newest mails that count against each cap, at most as many as the cap allows. */
  static final String USED =
      """
      select u.tenant, u.address, u.category, m.admitted_at
      from unnest($1::int4[], $2::text[], $3::text[], $4::timestamptz[], $5::int4[])
        u(tenant, address, category, since, most)
      cross join lateral (
        select s.admitted_at from sends s
        where s.to_email = u.address and s.admitted_at > u.since and s.tenant = u.tenant
          and s.status not in ('failed', 'suppressed', 'cancelled')
          and (s.category = u.category or (u.category = '' and s.category <> all($6::text[])))
        order by s.admitted_at desc
        limit u.most) m
      order by m.admitted_at desc
      """;

  /**
   * Those of these sends for whose contact another one of larger priority is due and not yet let
   * out, whoever holds it. Asked contact by contact: a plan made over a small table would read all
   * that is queued for each send, by a join or by the index of what is due.
   */
  static final String OUTRANKED =
      """
      select u.id
      from unnest($1::int8[], $2::int8[], $3::int2[]) u(id, contact_id, priority)
      cross join lateral (
        select from sends h
        where h.contact_id = u.contact_id and h.status = 'queued' and h.priority > u.priority
          and h.due_at + interval '0' <= $4::timestamptz and h.id <> all($5::int8[])
        limit 1) o
      """;

  /** They are queued as before, only later than what outranks them. */
  static final String YIELD =
      """
      update sends s
      set due_at = u.due_at, lease_until = null, reason = 'outranked', yields = s.yields + 1
      from unnest($1::int8[], $2::int4[], $3::timestamptz[]) u(id, epoch, due_at)
      where s.id = u.id and s.epoch = u.epoch and s.status = 'queued'
      """;

  private AdmissionStore() {}

  static Object[] places(Map<Allowance.Place, Cap> places, Caps caps, Instant now) {
    return new Object[] {
      places.keySet().stream().map(Allowance.Place::tenant).toArray(Integer[]::new),
      places.keySet().stream().map(Allowance.Place::address).toArray(String[]::new),
      places.keySet().stream().map(Allowance.Place::category).toArray(String[]::new),
      places.values().stream().map(cap -> now.minus(cap.window())).toArray(Instant[]::new),
      places.values().stream().map(Cap::count).toArray(Integer[]::new),
      caps.exempt().toArray(String[]::new)
    };
  }

  static Map<Allowance.Place, List<Instant>> used(RowSet<Row> rows) {
    var used = new HashMap<Allowance.Place, List<Instant>>();
    for (var row : rows) {
      var place = new Allowance.Place(row.getInteger(0), row.getString(1), row.getString(2));
      used.computeIfAbsent(place, fresh -> new ArrayList<>())
          .add(row.getOffsetDateTime(3).toInstant());
    }
    return used;
  }

  static Object[] rivals(List<Claim> asked, long[] batch, Instant now) {
    return new Object[] {
      MailerStore.ids(asked),
      asked.stream().map(Claim::contactId).toArray(Long[]::new),
      asked.stream().map(claim -> (short) claim.priority()).toArray(Short[]::new),
      now,
      batch
    };
  }

  static Set<Long> outranked(RowSet<Row> rows) {
    var ids = new HashSet<Long>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  static Object[] yielding(List<Claim> claims, Instant now) {
    return new Object[] {
      MailerStore.ids(claims),
      MailerStore.epochs(claims),
      claims.stream()
          .map(claim -> now.plus(STEP.multipliedBy(1L << claim.yields())))
          .toArray(Instant[]::new)
    };
  }
}
