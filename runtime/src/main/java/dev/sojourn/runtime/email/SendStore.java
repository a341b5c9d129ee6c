package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.Timing;
import dev.sojourn.dsl.MailHistory;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of sends as the rest of the house sees them. */
final class SendStore {
  static final String QUEUE =
      """
      insert into sends(id, tenant, contact_id, run_id, ordinal, journey, due_at, status,
        template, category, priority, request, bytes)
      select u.id, u.tenant, u.contact_id, u.run_id, u.ordinal, u.journey, u.due_at,
        'queued', u.template, u.category, u.priority, u.request, octet_length(u.request)
      from unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::int4[], $6::int4[],
        $7::text[], $8::text[], $9::int2[], $10::text[], $11::timestamptz[])
        u(id, tenant, contact_id, run_id, ordinal, journey, template, category, priority, request,
          due_at)
      order by u.id
      on conflict (run_id, ordinal) where run_id is not null do nothing
      """;

  static final String TRY_OUT =
      """
      insert into sends(id, due_at, status, template, category, request, bytes)
      values ($1::int8, $2::timestamptz, 'queued', $3::text, 'transactional', $4::text,
        octet_length($4::text))
      """;

  static final String OUTCOMES =
      """
      select s.id, s.status, s.sent_at, s.reason, s.error
      from sends s
      where s.id = any($1::int8[])
      """;

  /** The mails of runs that have ended. */
  static final String CANCEL = cancel("run_id", "run_ended");

  /** Whatever a contact has under way. */
  static final String CANCEL_OF_CONTACT = cancel("contact_id", "contact_erased");

  /** An attempt under way keeps its mail; its end forgets it. */
  static final String FORGET_MAILS =
      """
      update sends s
      set request = null, rendered = null, error = null, bounce_reason = null,
        to_email = case when s.admitted_at is not null then s.to_email end
      where s.contact_id = any ($1::int8[]) and s.status not in ('queued', 'rendered')
        and (s.request is not null or s.rendered is not null or s.error is not null
          or s.bounce_reason is not null or (s.to_email is not null and s.admitted_at is null))
      """;

  static final String FORGET_FILES =
      """
      delete from send_files f using sends s
      where s.contact_id = any ($1::int8[]) and f.send_id = s.id
      """;

  static final String FORGET_LETTERS =
      """
      update dead_letters d
      set payload = '{}', error = 'the contact was erased',
        status = case when d.status = 'pending' then 'discarded' else d.status end,
        resolved_at = coalesce(d.resolved_at, $2::timestamptz)
      from sends s
      where s.contact_id = any ($1::int8[]) and d.source = 'email' and d.source_id = s.id
      """;

  static final String MOVE =
      """
      update sends s
      set contact_id = $2::int8
      from (
        select id from sends where contact_id = $1::int8 order by id for update) d
      where s.id = d.id
      """;

  /** By address: a contact is asked for what came to where it is reached now. */
  static final String HISTORIES =
      """
      select m.last, m.number, l.opened, l.clicked
      from unnest($1::int8[], $2::text[]) with ordinality u(contact_id, template, n)
      left join contacts c on c.id = u.contact_id
      cross join lateral (
        select max(s.sent_at) as last, count(s.sent_at) as number from sends s
        where s.to_email = c.email and s.admitted_at is not null and s.tenant = c.tenant
          and s.template = u.template) m
      left join lateral (
        select s.opened_at is not null as opened, s.clicked_at is not null as clicked
        from sends s
        where s.to_email = c.email and s.admitted_at is not null and s.tenant = c.tenant
          and s.template = u.template and s.sent_at is not null
        order by s.admitted_at desc
        limit 1) l on true
      order by u.n
      """;

  static final String COUNTS =
      """
      select m.number
      from unnest($1::int8[], $2::timestamptz[], $3::text[]) with ordinality
        u(contact_id, since, category, n)
      left join contacts c on c.id = u.contact_id
      cross join lateral (
        select count(*) as number from sends s
        where s.to_email = c.email and s.admitted_at >= u.since and s.tenant = c.tenant
          and s.status not in ('failed', 'suppressed', 'skipped', 'cancelled')
          and (u.category is null or s.category = u.category)) m
      order by u.n
      """;

  /** Bodies of mails that go out no more, the oldest first, over the primary key. */
  static final String FORGET_BODIES =
      """
      with old as (
        select id from sends
        where id > $1::int8 and id <= $2::int8 and rendered is not null
          and status not in ('queued', 'rendered')
        order by id limit $3::int4 for update skip locked)
      update sends s set rendered = null from old where s.id = old.id
      returning s.id
      """;

  private SendStore() {}

  /**
   * Nothing is under way for a queued send, nor for one that waits to be tried again. An attempt
   * under way is left alone, but for the mark that it is the last; one whose lease has run out has
   * nobody left to say how it ended. The inner select goes by whose they are alone: a plan must
   * never walk all due sends.
   */
  private static String cancel(String whose, String reason) {
    return """
    update sends s
    set status = case
          when s.status = 'queued' or s.reason = 'retrying' then 'cancelled'
          when s.lease_until >= $2::timestamptz then s.status
          else 'unknown' end,
      reason = '%s'
    from (
      select c.id, c.status from sends c
      where c.%s = any($1::int8[])
      order by c.id offset 0
      for update) d
    where s.id = d.id and d.status in ('queued', 'rendered')
    """
        .formatted(reason, whose);
  }

  static Object[] rows(List<NewSend> sends, Instant now) {
    return new Object[] {
      sends.stream().map(NewSend::id).toArray(Long[]::new),
      sends.stream().map(NewSend::tenant).toArray(Integer[]::new),
      sends.stream().map(NewSend::contactId).toArray(Long[]::new),
      sends.stream().map(NewSend::runId).toArray(Long[]::new),
      sends.stream().map(NewSend::ordinal).toArray(Integer[]::new),
      sends.stream().map(NewSend::journey).toArray(Integer[]::new),
      sends.stream().map(NewSend::template).toArray(String[]::new),
      sends.stream().map(send -> send.policy().category()).toArray(String[]::new),
      sends.stream().map(send -> (short) send.policy().priority()).toArray(Short[]::new),
      sends.stream().map(SendRequest::write).toArray(String[]::new),
      sends.stream().map(send -> due(send, now)).toArray(Instant[]::new)
    };
  }

  private static Instant due(NewSend send, Instant now) {
    return send.outranked() ? now.plus(Timing.GRACE) : now;
  }

  static Map<Long, SendOutcome> outcomes(RowSet<Row> rows) {
    var outcomes = new HashMap<Long, SendOutcome>();
    rows.forEach(row -> outcomes.put(row.getLong(0), outcome(row)));
    return outcomes;
  }

  static Object[] mailsOf(List<MailsOf> asked) {
    return new Object[] {
      asked.stream().map(MailsOf::contactId).toArray(Long[]::new),
      asked.stream().map(MailsOf::template).toArray(String[]::new)
    };
  }

  static List<MailHistory> histories(RowSet<Row> rows) {
    var histories = new ArrayList<MailHistory>(rows.size());
    for (var row : rows) {
      var last = instant(row.getOffsetDateTime(0));
      histories.add(
          last == null
              ? MailHistory.NONE
              : new MailHistory(
                  true, last, row.getLong(1).intValue(), row.getBoolean(2), row.getBoolean(3)));
    }
    return histories;
  }

  static Object[] mailsSince(List<MailsSince> asked) {
    return new Object[] {
      asked.stream().map(MailsSince::contactId).toArray(Long[]::new),
      asked.stream().map(MailsSince::since).toArray(Instant[]::new),
      asked.stream().map(MailsSince::category).toArray(String[]::new)
    };
  }

  static List<Long> counts(RowSet<Row> rows) {
    var counts = new ArrayList<Long>(rows.size());
    rows.forEach(row -> counts.add(row.getLong(0)));
    return counts;
  }

  static long[] ids(Collection<Long> ids) {
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  private static SendOutcome outcome(Row row) {
    return new SendOutcome(
        SendStatus.stored(row.getString(1)),
        instant(row.getOffsetDateTime(2)),
        row.getString(3),
        row.getString(4));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
