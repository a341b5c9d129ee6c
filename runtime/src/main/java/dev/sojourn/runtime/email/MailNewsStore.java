package dev.sojourn.runtime.email;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of what endpoints of others are told of mails. */
final class MailNewsStore {
  /** Who the contact is to others stands in its own row. */
  static final String ABOUT =
      """
      select s.id, s.tenant, s.contact_id, s.run_id, s.template, s.category, s.to_email,
        s.provider_id, s.sent_at, substring(s.rendered from 1 for $2::int4),
        coalesce(c.external_id, c.anonymous_id)
      from sends s
      left join contacts c on c.id = s.contact_id
      where s.id = any($1::int8[])
      """;

  private MailNewsStore() {}

  /**
   * A mail that is told of.
   *
   * @param who what names its contact, but for our own id; or null
   */
  record About(
      long id,
      int tenant,
      @Nullable Long contactId,
      @Nullable Long runId,
      String template,
      String category,
      @Nullable String to,
      @Nullable String providerId,
      @Nullable Instant sentAt,
      @Nullable String subject,
      @Nullable String who) {}

  static Map<Long, About> about(RowSet<Row> rows) {
    var about = new HashMap<Long, About>();
    for (var row : rows) {
      var sentAt = row.getOffsetDateTime(8);
      about.put(
          row.getLong(0),
          new About(
              row.getLong(0),
              row.getInteger(1),
              row.getLong(2),
              row.getLong(3),
              row.getString(4),
              row.getString(5),
              row.getString(6),
              row.getString(7),
              sentAt == null ? null : sentAt.toInstant(),
              MailHead.of(row.getBuffer(9)).subject(),
              row.getString(10)));
    }
    return about;
  }
}
