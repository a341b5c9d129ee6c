package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.Timing;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The SQL of a mailer.
 *
 * <p>Statements about sends that are known by id say which statuses they do <em>not</em> mean:
 * naming the two of the due ones would let a plan made over a small table walk the index of all due
 * sends for each id.
 */
final class MailerStore {
  /**
   * Leaves {@code due_at} alone: no index changes. Ends before the first that would make it larger
   * than so many bytes, but for the very first; rows come in the order in which they are locked.
   */
  static final String CLAIM =
      """
      update sends s
      set lease_until = $2::timestamptz, epoch = s.epoch + 1
      from (
        select w.id
        from (
          select l.id, l.bytes, sum(l.bytes) over (rows unbounded preceding) as so_far
          from (
            select c.id, c.bytes from sends c
            where c.status in ('queued', 'rendered') and c.due_at <= $1::timestamptz
              and (c.lease_until is null or c.lease_until < $1::timestamptz)
            order by c.due_at
            limit $3::int4
            for update skip locked) l) w
        where w.so_far <= $4::int8 or w.so_far = w.bytes) d
      where s.id = d.id
      returning s.id, s.epoch, s.tenant, s.contact_id, s.run_id, s.journey, s.attempts,
        s.reason, s.template, s.category, s.priority, s.yields, s.files, s.bytes, s.to_email,
        s.request, s.rendered
      """;

  /**
   * When the next send is due, or the lease of one that is due runs out; now, if one is due and
   * free.
   */
  static final String NEXT_DUE =
      """
      select least(
        (select c.due_at from sends c
         where c.status in ('queued', 'rendered') and c.due_at > $1::timestamptz
         order by c.due_at limit 1),
        (select min(coalesce(l.lease_until, $1::timestamptz)) from (
           select c.lease_until from sends c
           where c.status in ('queued', 'rendered') and c.due_at <= $1::timestamptz
           order by c.due_at limit 1000) l))
      """;

  static final String OVERDUE =
      """
      select from sends c
      where c.status in ('queued', 'rendered') and c.due_at <= $1::timestamptz
        and (c.lease_until is null or c.lease_until < $1::timestamptz)
      """;

  /**
   * Waits for no row: whoever holds one is about to end it, or holds others that come before it.
   */
  static final String RENEW =
      """
      update sends s
      set lease_until = $3::timestamptz
      from (
        select c.id
        from unnest($1::int8[], $2::int4[]) u(id, epoch)
        join sends c on c.id = u.id and c.epoch = u.epoch
        where c.status not in ('cancelled', 'unknown')
        order by c.id
        for update of c skip locked) d
      where s.id = d.id
      returning s.id
      """;

  /** A statement of its own: what the locks protect is read by later ones. */
  static final String LOCK_ADDRESSES =
      """
      select count(pg_advisory_xact_lock(q.number)::text)
      from (
        select distinct hashtextextended(u.address, 7) as number
        from unnest($1::text[]) u(address)
        order by number offset 0) q
      """;

  static final String NEWEST =
      """
      select u.tenant, u.journey, u.address, m.admitted_at
      from unnest($1::int4[], $2::int4[], $3::text[], $4::timestamptz[])
        u(tenant, journey, address, since)
      cross join lateral (
        select s.admitted_at from sends s
        where s.to_email = u.address and s.admitted_at > u.since
          and s.tenant = u.tenant and s.journey = u.journey
          and s.status not in ('failed', 'suppressed', 'cancelled')
        order by s.admitted_at desc
        limit 1) m
      """;

  static final String ADMIT =
      """
      update sends s
      set status = 'rendered', reason = null, attempts = s.attempts + 1,
        admitted_at = coalesce(s.admitted_at, $6::timestamptz),
        rendered = coalesce(s.rendered, u.rendered),
        bytes = u.bytes,
        to_email = coalesce(s.to_email, u.address),
        template_version = coalesce(s.template_version, u.template_version)
      from unnest($1::int8[], $2::int4[], $3::bytea[], $4::text[], $5::int4[], $7::int4[])
        u(id, epoch, rendered, address, template_version, bytes)
      where s.id = u.id and s.epoch = u.epoch and s.status not in ('cancelled', 'unknown')
        and coalesce(s.reason, '') not in ('run_ended', 'contact_erased')
      returning s.id
      """;

  /**
   * A send to be tried again whose run has ended or whose contact was erased meanwhile is not, and
   * of the latter nothing is kept. Answers those it wrote: one that was taken over has another
   * epoch.
   */
  static final String SETTLE =
      """
      update sends s
      set status = case
          when u.due_at is not null and s.reason in ('run_ended', 'contact_erased')
            then 'cancelled'
          when u.status = 'sent' and s.clicked_at is not null then 'clicked'
          when u.status = 'sent' and s.opened_at is not null then 'opened'
          else u.status end,
        reason = case when u.due_at is not null and s.reason in ('run_ended', 'contact_erased')
            then s.reason else u.reason end,
        error = case when s.reason is distinct from 'contact_erased' then u.error end,
        request = case when s.reason is distinct from 'contact_erased' then s.request end,
        rendered = case when s.reason is distinct from 'contact_erased' then s.rendered end,
        to_email = case when s.reason is distinct from 'contact_erased'
            then coalesce(s.to_email, u.address) else s.to_email end,
        sent_at = u.sent_at,
        due_at = coalesce(u.due_at, s.due_at),
        provider = $7::text,
        provider_id = u.provider_id,
        lease_until = null
      from unnest($1::int8[], $2::int4[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
        $8::timestamptz[], $9::text[], $10::text[])
        u(id, epoch, status, reason, error, sent_at, due_at, provider_id, address)
      where s.id = u.id and s.epoch = u.epoch and s.status in ('queued', 'rendered', 'unknown')
      returning s.id, s.epoch
      """;

  static final String BURY =
      """
      insert into dead_letters(id, tenant, source, source_id, payload, error, created_at)
      select u.id, u.tenant, 'email', u.send_id,
        jsonb_build_object('template', u.template, 'attempts', u.attempts), u.error,
        $7::timestamptz
      from unnest($1::int8[], $2::int4[], $3::int8[], $4::text[], $5::int4[], $6::text[])
        u(id, tenant, send_id, template, attempts, error)
      """;

  private MailerStore() {}

  static List<Claim> claims(RowSet<Row> rows) {
    var claims = new ArrayList<Claim>(rows.size());
    rows.forEach(row -> claims.add(claim(row)));
    return claims;
  }

  static Optional<Instant> due(RowSet<Row> rows) {
    return Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0))
        .map(OffsetDateTime::toInstant);
  }

  static Set<Long> ids(RowSet<Row> rows) {
    var ids = new HashSet<Long>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  static Map<Long, Integer> written(RowSet<Row> rows) {
    var epochs = new HashMap<Long, Integer>();
    rows.forEach(row -> epochs.put(row.getLong(0), row.getInteger(1)));
    return epochs;
  }

  static long[] ids(Collection<Claim> claims) {
    return claims.stream().mapToLong(Claim::id).toArray();
  }

  static int[] epochs(Collection<Claim> claims) {
    return claims.stream().mapToInt(Claim::epoch).toArray();
  }

  static Object[] lines(Map<Timing.Line, Duration> gaps, Instant now) {
    return new Object[] {
      gaps.keySet().stream().map(Timing.Line::tenant).toArray(Integer[]::new),
      gaps.keySet().stream().map(Timing.Line::journey).toArray(Integer[]::new),
      gaps.keySet().stream().map(Timing.Line::address).toArray(String[]::new),
      gaps.values().stream().map(now::minus).toArray(Instant[]::new)
    };
  }

  static Map<Timing.Line, Instant> newest(RowSet<Row> rows) {
    var newest = new HashMap<Timing.Line, Instant>();
    rows.forEach(
        row ->
            newest.put(
                new Timing.Line(row.getInteger(0), row.getInteger(1), row.getString(2)),
                row.getOffsetDateTime(3).toInstant()));
    return newest;
  }

  static Object[] admitted(List<Draft.Ready> drafts, Instant now) {
    var claims = drafts.stream().map(Draft.Ready::claim).toList();
    return new Object[] {
      ids(claims),
      epochs(claims),
      drafts.stream().map(Draft.Ready::bytes).toArray(Buffer[]::new),
      drafts.stream().map(Draft.Ready::address).toArray(String[]::new),
      drafts.stream().map(Draft.Ready::templateVersion).toArray(Integer[]::new),
      now,
      drafts.stream().map(draft -> draft.mail().weight()).toArray(Integer[]::new)
    };
  }

  static Object[] settled(List<Outcome> outcomes, String provider) {
    var claims = outcomes.stream().map(Outcome::claim).toList();
    return new Object[] {
      ids(claims),
      epochs(claims),
      outcomes.stream().map(outcome -> outcome.status().wire()).toArray(String[]::new),
      outcomes.stream().map(Outcome::reason).toArray(String[]::new),
      outcomes.stream().map(Outcome::error).toArray(String[]::new),
      outcomes.stream().map(Outcome::sentAt).toArray(Instant[]::new),
      provider,
      outcomes.stream().map(Outcome::dueAt).toArray(Instant[]::new),
      outcomes.stream().map(Outcome::providerId).toArray(String[]::new),
      outcomes.stream()
          .map(outcome -> outcome.dueAt() == null ? outcome.claim().address() : null)
          .toArray(String[]::new)
    };
  }

  static Object[] buried(List<Outcome> dead, long[] ids, Instant now) {
    return new Object[] {
      ids,
      dead.stream().map(o -> o.claim().tenant()).toArray(Integer[]::new),
      dead.stream().map(o -> o.claim().id()).toArray(Long[]::new),
      dead.stream().map(o -> o.claim().template()).toArray(String[]::new),
      dead.stream().map(o -> o.claim().attempts() + 1).toArray(Integer[]::new),
      dead.stream().map(o -> String.valueOf(o.error())).toArray(String[]::new),
      now
    };
  }

  private static Claim claim(Row row) {
    return new Claim(
        row.getLong(0),
        row.getInteger(1),
        row.getInteger(2),
        row.getLong(3),
        row.getLong(4),
        row.getInteger(5),
        row.getShort(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getShort(10),
        row.getShort(11),
        row.getShort(12),
        row.getInteger(13),
        row.getString(14),
        row.getString(15),
        row.getBuffer(16));
  }
}
