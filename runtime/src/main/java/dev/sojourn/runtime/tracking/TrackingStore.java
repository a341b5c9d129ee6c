package dev.sojourn.runtime.tracking;

import dev.sojourn.core.verdict.SendRanks;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL of visits. */
final class TrackingStore {
  static final String KEY = "select value from installation where name = 'link_key'";

  /** Waits for nobody: who holds several sends may take them in another order. */
  static final String LOCK =
      """
      select s.id from sends s
      where s.id = any($1::int8[])
      order by s.id
      for no key update skip locked
      """;

  /** Of those that others hold too, so that what exists is told from what does not. */
  static final String SENDS =
      """
      select s.id, s.tenant, s.contact_id, s.template, n.name, s.sent_at, s.to_email,
        s.provider_id, coalesce(c.external_id, c.anonymous_id), c.deleted_at is not null
      from sends s
      left join names n on n.id = s.journey
      left join contacts c on c.id = s.contact_id
      where s.id = any($1::int8[])
      """;

  static final String FOLLOWED =
      """
      select c.send_id, c.link, max(c.clicked_at)
      from link_clicks c
      where c.send_id = any($1::int8[]) and c.visitor = 'person' and c.clicked_at > $2::timestamptz
      group by c.send_id, c.link
      """;

  static final String CLICKS =
      """
      insert into link_clicks(id, tenant, send_id, link, url, clicked_at, visitor, ip, user_agent)
      select u.id, u.tenant, u.send_id, u.link, u.url, u.clicked_at, u.visitor, u.ip, u.user_agent
      from unnest($1::int8[], $2::int4[], $3::int8[], $4::int4[], $5::text[], $6::timestamptz[],
        $7::text[], $8::text[], $9::text[])
        u(id, tenant, send_id, link, url, clicked_at, visitor, ip, user_agent)
      on conflict (id) do nothing
      """;

  static final String MARK =
      """
      update sends s
      set opened_at = coalesce(s.opened_at, u.opened_at),
        opened_by = case when s.opened_at is null then u.opened_by else s.opened_by end,
        clicked_at = coalesce(s.clicked_at, u.clicked_at),
        scanned_at = coalesce(s.scanned_at, u.scanned_at),
        status = case
          when u.clicked_at is not null and s.status = any($6::text[]) then 'clicked'
          when u.opened_at is not null and s.status = any($7::text[]) then 'opened'
          else s.status end
      from unnest($1::int8[], $2::timestamptz[], $3::text[], $4::timestamptz[], $5::timestamptz[])
        u(id, opened_at, opened_by, clicked_at, scanned_at)
      where s.id = u.id
      """;

  static final String OF_SEND =
      """
      select c.link, c.url, c.clicked_at, c.visitor, c.ip, c.user_agent
      from link_clicks c
      where c.send_id = $1::int8
      order by c.link, c.clicked_at
      limit $2::int4
      """;

  static final String FORGET =
      """
      update link_clicks c
      set ip = null, user_agent = null
      from (
        select o.id from link_clicks o
        where o.clicked_at < $1::timestamptz and (o.ip is not null or o.user_agent is not null)
        order by o.clicked_at
        limit $2::int4
        for update skip locked) d
      where c.id = d.id
      """;

  private static final String TASK = "journey:";

  static final String FORGET_CALLERS_OF =
      """
      update link_clicks k
      set ip = null, user_agent = null
      from sends s
      where s.contact_id = any ($1::int8[]) and k.send_id = s.id
        and (k.ip is not null or k.user_agent is not null)
      """;

  private TrackingStore() {}

  static long[] sendIds(Collection<Seen> visits) {
    return visits.stream().mapToLong(Seen::sendId).distinct().toArray();
  }

  static Set<Long> ids(RowSet<Row> rows) {
    var ids = new HashSet<Long>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  static Map<Long, TrackedSend> sends(RowSet<Row> rows) {
    var sends = new HashMap<Long, TrackedSend>();
    rows.forEach(row -> sends.put(row.getLong(0), send(row)));
    return sends;
  }

  static List<Click> ofSend(RowSet<Row> rows) {
    var clicks = new ArrayList<Click>(rows.size());
    rows.forEach(
        row ->
            clicks.add(
                new Click(
                    row.getInteger(0),
                    row.getString(1),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getString(3).equals("person"),
                    row.getString(4),
                    row.getString(5))));
    return clicks;
  }

  static Map<Report.Followed, Instant> followed(RowSet<Row> rows) {
    var followed = new HashMap<Report.Followed, Instant>();
    rows.forEach(
        row ->
            followed.put(
                new Report.Followed(row.getLong(0), row.getInteger(1)),
                row.getOffsetDateTime(2).toInstant()));
    return followed;
  }

  static Object[] clicks(List<Judged> clicks) {
    var links = clicks.stream().map(one -> one.seen().link()).toList();
    return new Object[] {
      clicks.stream().map(one -> one.seen().id()).toArray(Long[]::new),
      clicks.stream().map(one -> one.send().tenant()).toArray(Integer[]::new),
      clicks.stream().map(one -> one.send().id()).toArray(Long[]::new),
      links.stream().map(link -> link == null ? 0 : link.number()).toArray(Integer[]::new),
      links.stream().map(link -> link == null ? "" : link.url()).toArray(String[]::new),
      clicks.stream().map(one -> one.seen().at()).toArray(Instant[]::new),
      clicks.stream().map(one -> one.visitor().wire()).toArray(String[]::new),
      callers(clicks, Caller::ip),
      callers(clicks, Caller::userAgent)
    };
  }

  /** What is known of who followed the links; nothing of people who were erased. */
  private static Object callers(List<Judged> clicks, Function<Caller, @Nullable String> part) {
    return clicks.stream()
        .map(one -> one.send().erased() ? null : part.apply(one.seen().caller()))
        .toArray(String[]::new);
  }

  /** One row for each send, with the first of each kind, so that an update meets it once. */
  static Object[] marks(List<Judged> visits) {
    var marks = new TreeMap<Long, Mark>();
    visits.forEach(
        one -> marks.merge(one.send().id(), Mark.of(one), (first, second) -> first.or(second)));
    var ordered = List.copyOf(marks.values());
    return new Object[] {
      marks.keySet().toArray(Long[]::new),
      ordered.stream().map(Mark::openedAt).toArray(Instant[]::new),
      ordered.stream().map(Mark::openedBy).toArray(String[]::new),
      ordered.stream().map(Mark::clickedAt).toArray(Instant[]::new),
      ordered.stream().map(Mark::scannedAt).toArray(Instant[]::new),
      SendRanks.replacedBy("clicked").toArray(String[]::new),
      SendRanks.replacedBy("opened").toArray(String[]::new)
    };
  }

  private record Mark(
      @Nullable Instant openedAt,
      @Nullable String openedBy,
      @Nullable Instant clickedAt,
      @Nullable Instant scannedAt) {
    static Mark of(Judged visit) {
      var at = visit.seen().at();
      if (visit.isMachine()) {
        return new Mark(null, null, null, at);
      }
      return visit.isClick()
          ? new Mark(null, null, at, null)
          : new Mark(at, visit.visitor().wire(), null, null);
    }

    Mark or(Mark later) {
      return new Mark(
          openedAt == null ? later.openedAt : openedAt,
          openedAt == null ? later.openedBy : openedBy,
          clickedAt == null ? later.clickedAt : clickedAt,
          scannedAt == null ? later.scannedAt : scannedAt);
    }
  }

  private static TrackedSend send(Row row) {
    var task = row.getString(4);
    var sentAt = row.getOffsetDateTime(5);
    return new TrackedSend(
        row.getLong(0),
        row.getInteger(1),
        row.getLong(2),
        row.getBoolean(9),
        row.getString(3),
        task != null && task.startsWith(TASK) ? task.substring(TASK.length()) : null,
        sentAt == null ? null : sentAt.toInstant(),
        new TrackedSend.Mail(row.getString(6), row.getString(7), row.getString(8)));
  }
}
