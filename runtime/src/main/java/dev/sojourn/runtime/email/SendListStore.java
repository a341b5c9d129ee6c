package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import dev.sojourn.core.report.MailReport.BounceClass;
import dev.sojourn.core.report.Reported;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.telemetry.WorkDone;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of lists of sends: first which, then what is shown of those. */
final class SendListStore {
  private static final String FITTING =
      """
      from sends s
      where ($1::int8 is null or s.contact_id = $1::int8)
        and ($2::int8 is null or s.run_id = $2::int8)
        and ($3::text is null or s.status = $3::text)
        and ($4::text is null or s.template = $4::text)
        and ($5::text is null or s.to_email = $5::text)
        and ($6::text is null or s.category = $6::text)
        and ($7::int4 is null or s.journey = $7::int4)
        and ($8::int8 is null or s.id > $8::int8)
        and ($9::int8 is null or s.id <= $9::int8)
        and case $10::text
          when 'opened' then s.opened_at is not null
          when 'clicked' then s.clicked_at is not null
          when 'not_opened' then s.sent_at is not null and s.opened_at is null
          when 'not_clicked' then s.sent_at is not null and s.clicked_at is null
          else true end
      """;

  static final String NEWEST =
      "select s.id " + FITTING + "order by s.id desc limit $11::int4 offset $12::int4";

  static final String SORTED =
      "select s.id "
          + FITTING
          + """
            order by
              case when $14::bool then
                case $13::text
                  when 'sentAt' then s.sent_at
                  when 'deliveredAt' then s.delivered_at
                  when 'openedAt' then s.opened_at
                  when 'clickedAt' then s.clicked_at
                  when 'bouncedAt' then s.bounced_at
                  when 'complainedAt' then s.complained_at end end asc nulls last,
              case when not $14::bool then
                case $13::text
                  when 'sentAt' then s.sent_at
                  when 'deliveredAt' then s.delivered_at
                  when 'openedAt' then s.opened_at
                  when 'clickedAt' then s.clicked_at
                  when 'bouncedAt' then s.bounced_at
                  when 'complainedAt' then s.complained_at end end desc nulls last,
              case when $14::bool then s.id end asc,
              s.id desc
            limit $11::int4 offset $12::int4
            """;

  /** How many there are, up to a bound. */
  static final String COUNT =
      "select count(*) from (select " + FITTING + "limit $11::int4) as fitting";

  static final String VIEWS =
      """
      select s.id, s.contact_id, s.run_id, n.name, s.template, s.category, s.status, s.reason,
        s.error, s.attempts, s.due_at, s.admitted_at, s.sent_at, s.to_email, s.provider,
        s.provider_id, s.delivered_at, s.bounced_at, s.complained_at, s.bounce_type,
        s.bounce_reason, s.opened_at, s.opened_by, s.clicked_at, s.scanned_at,
        s.template_version, left(v.hash, 12), s.request, substring(s.rendered for $2::int4)
      from sends s
      left join names n on n.id = s.journey
      left join script_versions v on v.number = s.template_version
      where s.id = any($1::int8[])
      """;

  static final String NEWEST_OF =
      """
      select
        array(
          select s.id from sends s where s.contact_id = $1::int8 and s.id < $2::int8
          order by s.id desc limit $3::int8),
        (select count(*) from sends s where s.contact_id = $1::int8)
      """;

  /** Ids grow with time, so what was asked for since an instant is a range of them. */
  static final String ACTIVITY =
      """
      select count(*) filter (where s.status = 'failed'), count(s.sent_at)
      from sends s where s.id > $1::int8
      """;

  static final String RENDERED = "select s.rendered from sends s where s.id = $1::int8";

  private SendListStore() {}

  /** The parameters of a filter with the number of its journey, and those behind them. */
  static Object[] of(SendFilter filter, @Nullable Integer journey, Object... more) {
    var parameters = new ArrayList<@Nullable Object>();
    parameters.add(filter.contactId());
    parameters.add(filter.runId());
    parameters.add(filter.status() == null ? null : filter.status().wire());
    parameters.add(filter.template());
    parameters.add(filter.to() == null ? null : Draft.plain(filter.to()));
    parameters.add(filter.category());
    parameters.add(journey);
    parameters.add(before(filter.from()));
    parameters.add(before(filter.until()));
    parameters.add(filter.engagement() == null ? null : filter.engagement().wire());
    Collections.addAll(parameters, more);
    return parameters.toArray();
  }

  static WorkDone activity(RowSet<Row> rows) {
    var row = rows.iterator().next();
    return new WorkDone(row.getLong(0), row.getLong(1));
  }

  static long total(RowSet<Row> rows) {
    return rows.iterator().next().getLong(0);
  }

  static List<Long> ids(RowSet<Row> rows) {
    var ids = new ArrayList<Long>(rows.size());
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  /** The views in the order of the ids. */
  static List<SendView> views(List<Long> ids, RowSet<Row> rows) {
    Map<Long, Integer> places = new HashMap<>();
    ids.forEach(id -> places.put(id, places.size()));
    var views = new ArrayList<SendView>(rows.size());
    rows.forEach(row -> views.add(view(row)));
    views.sort(Comparator.comparing(view -> places.getOrDefault(view.id(), places.size())));
    return views;
  }

  /** Empty also for one in a form unknown here, as a newer process may have stored it. */
  static Optional<OutgoingMail> mail(RowSet<Row> rows) {
    try {
      return rows.size() == 0
          ? Optional.empty()
          : Optional.ofNullable(rows.iterator().next().getBuffer(0)).map(MailBytes::unpack);
    } catch (IllegalStateException unknown) {
      return Optional.empty();
    }
  }

  private static @Nullable Long before(@Nullable Instant instant) {
    return instant == null ? null : Ids.lastOf(instant.minusMillis(1));
  }

  private static SendView view(Row row) {
    var status = SendStatus.stored(row.getString(6));
    return new SendView(
        row.getLong(0),
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        status,
        row.getString(7),
        row.getString(8),
        row.getShort(9),
        status.isOpen() ? instant(row, 10) : null,
        instant(row, 11),
        instant(row, 12),
        row.getString(13),
        row.getString(14),
        row.getString(15),
        reported(row),
        new Attention(instant(row, 21), row.getString(22), instant(row, 23), instant(row, 24)),
        written(row));
  }

  private static Written written(Row row) {
    var head = head(row.getBuffer(28));
    var subject = head.subject() == null ? asked(row.getString(27)) : head.subject();
    return new Written(head.from(), subject, row.getInteger(25), row.getString(26));
  }

  /** One mail in a form unknown here keeps nobody from seeing the others. */
  private static MailHead head(@Nullable Buffer start) {
    try {
      return MailHead.of(start);
    } catch (IllegalStateException | IllegalArgumentException unreadable) {
      return MailHead.NONE;
    }
  }

  private static @Nullable String asked(@Nullable String request) {
    return request != null
            && Json.read(request) instanceof Map<?, ?> fields
            && fields.get("subject") instanceof String subject
        ? subject
        : null;
  }

  private static Reported reported(Row row) {
    var type = row.getString(19);
    return new Reported(
        row.getString(6),
        instant(row, 16),
        instant(row, 17),
        instant(row, 18),
        type == null ? null : BounceClass.valueOf(type.toUpperCase(Locale.ROOT)),
        row.getString(20));
  }

  private static @Nullable Instant instant(Row row, int column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
