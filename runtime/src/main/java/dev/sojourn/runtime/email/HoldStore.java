package dev.sojourn.runtime.email;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/** The SQL of holding all mails back. */
final class HoldStore {
  static final String HELD = "select h.held_at, h.held_by from send_holds h where h.tenant = 0";

  /** Who holds what is held already changes nothing. */
  static final String HOLD =
      """
      insert into send_holds as h (held_at, held_by) values ($1::timestamptz, $2::text)
      on conflict (tenant) do update set held_at = h.held_at
      returning held_at, held_by
      """;

  static final String RELEASE = "delete from send_holds where tenant = 0";

  private HoldStore() {}

  static Optional<Hold> hold(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    var row = rows.iterator().next();
    return Optional.of(new Hold(row.getOffsetDateTime(0).toInstant(), row.getString(1)));
  }
}
