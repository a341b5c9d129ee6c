package dev.sojourn.runtime.email;

import dev.sojourn.core.report.MailReport;
import dev.sojourn.core.report.MailReport.BounceClass;
import dev.sojourn.core.report.Reported;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of what providers report. */
final class ReportStore {
  private static final int LONGEST = 1_000;

  /** A repeat of a delivery changes nothing. */
  static final String TAKE =
      """
      insert into provider_events(id, provider, delivery_id, body, received_at, due_at)
      values ($1::int8, $2::text, $3::text, $4::text, $5::timestamptz, $5::timestamptz)
      on conflict (provider, delivery_id) do nothing
      """;

  static final String DUE =
      """
      select e.id, e.provider, e.body, e.received_at from provider_events e
      where e.processed_at is null and e.due_at <= $1::timestamptz
      order by e.due_at, e.id
      limit $2::int4
      for update skip locked
      """;

  static final String NEXT =
      "select min(e.due_at) from provider_events e where e.processed_at is null";

  static final String OVERDUE =
      """
      select from provider_events e
      where e.processed_at is null and e.due_at <= $1::timestamptz
      """;

  /** In one order, as everybody locks sends; what is read is as it stands once they are held. */
  static final String MATCH =
      """
      select s.id, s.tenant, s.contact_id, s.to_email, s.template, n.name, s.provider,
        s.provider_id, s.status, s.delivered_at, s.bounced_at, s.complained_at, s.bounce_type,
        s.bounce_reason
      from sends s
      left join names n on n.id = s.journey
      where s.provider_id = any($1::text[]) and s.provider not in ('smtp', 'log')
      order by s.id
      for no key update of s
      """;

  /**
   * Which of them are mails of people who were erased. A statement after the one that holds them:
   * whoever erases holds them, too.
   */
  static final String ERASED =
      """
      select s.id
      from sends s
      join contacts c on c.id = s.contact_id
      where s.provider_id = any($1::text[]) and s.provider not in ('smtp', 'log')
        and c.deleted_at is not null
      """;

  static final String TELL =
      """
      update sends s
      set status = u.status, delivered_at = u.delivered_at, bounced_at = u.bounced_at,
        complained_at = u.complained_at, bounce_type = u.bounce_type,
        bounce_reason = u.bounce_reason
      from unnest($1::int8[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
        $6::text[], $7::text[])
        u(id, status, delivered_at, bounced_at, complained_at, bounce_type, bounce_reason)
      where s.id = u.id
      """;

  /** What was said goes once it was followed, since it names people; that it came stays. */
  static final String DONE =
      """
      update provider_events
      set processed_at = $2::timestamptz, body = ''
      where id = any($1::int8[])
      """;

  static final String LATER =
      "update provider_events set due_at = $2::timestamptz where id = any($1::int8[])";

  static final String FORGET =
      """
      delete from provider_events e
      using (
        select o.id from provider_events o
        where o.processed_at < $1::timestamptz
        order by o.processed_at
        limit $2::int4
        for update skip locked) d
      where e.id = d.id
      """;

  private ReportStore() {}

  /** A stored report that is to be followed. */
  record Due(long id, String provider, String body, Instant receivedAt) {}

  /**
   * The send that a report is about.
   *
   * @param erased whether whoever it went to has been erased since
   */
  record Match(
      long id,
      int tenant,
      @Nullable Long contactId,
      String to,
      String template,
      @Nullable String task,
      String provider,
      String messageId,
      boolean erased,
      Reported known) {
    boolean isOf(String someProvider, MailReport report) {
      return provider.equals(someProvider) && messageId.equals(report.messageId());
    }

    Match after(MailReport report) {
      var after = known.after(report);
      return new Match(
          id,
          tenant,
          contactId,
          to,
          template,
          task,
          provider,
          messageId,
          erased,
          erased ? after.withoutReason() : after);
    }
  }

  static List<Due> due(RowSet<Row> rows) {
    var due = new ArrayList<Due>(rows.size());
    rows.forEach(
        row ->
            due.add(
                new Due(
                    row.getLong(0),
                    row.getString(1),
                    row.getString(2),
                    row.getOffsetDateTime(3).toInstant())));
    return due;
  }

  static Optional<Instant> next(RowSet<Row> rows) {
    return Optional.ofNullable(instant(rows.iterator().next(), 0));
  }

  static List<Match> matches(RowSet<Row> rows, RowSet<Row> ofErased) {
    var erased = MailerStore.ids(ofErased);
    var matches = new ArrayList<Match>(rows.size());
    for (var row : rows) {
      var type = row.getString(12);
      matches.add(
          new Match(
              row.getLong(0),
              row.getInteger(1),
              row.getLong(2),
              Optional.ofNullable(row.getString(3)).orElse(""),
              row.getString(4),
              row.getString(5),
              Optional.ofNullable(row.getString(6)).orElse(""),
              row.getString(7),
              erased.contains(row.getLong(0)),
              new Reported(
                  row.getString(8),
                  instant(row, 9),
                  instant(row, 10),
                  instant(row, 11),
                  type == null ? null : BounceClass.valueOf(type.toUpperCase(Locale.ROOT)),
                  row.getString(13))));
    }
    return matches;
  }

  static Object[] told(Collection<Match> sends) {
    var known = sends.stream().map(Match::known).toList();
    return new Object[] {
      sends.stream().map(Match::id).toArray(Long[]::new),
      known.stream().map(Reported::status).toArray(String[]::new),
      known.stream().map(Reported::deliveredAt).toArray(Instant[]::new),
      known.stream().map(Reported::bouncedAt).toArray(Instant[]::new),
      known.stream().map(Reported::complainedAt).toArray(Instant[]::new),
      known.stream().map(Reported::bounce).map(ReportStore::wire).toArray(String[]::new),
      known.stream().map(Reported::reason).map(ReportStore::storable).toArray(String[]::new)
    };
  }

  static Object ids(Collection<Due> due) {
    return due.stream().map(Due::id).toArray(Long[]::new);
  }

  static @Nullable String wire(@Nullable BounceClass how) {
    return how == null ? null : how.name().toLowerCase(Locale.ROOT);
  }

  /** A sender's text without what Postgres refuses, and not too much of it. */
  static @Nullable String storable(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var clean = text.replace("\0", "");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
  }

  private static @Nullable Instant instant(Row row, int column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
