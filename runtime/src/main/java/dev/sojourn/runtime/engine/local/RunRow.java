package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.engine.Claimed;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/**
 * The columns that make a {@link Claimed}, in the one order in which every statement returns them:
 * id, tenant, subject, task, key, version, event_id, epoch, cause, generation, segment, attempts.
 */
final class RunRow {
  private static final int TASK = 3;

  /** The first column after those of the run. */
  static final int NEXT = 12;

  private RunRow() {}

  static int task(Row row) {
    return row.getInteger(TASK);
  }

  static Claimed claimed(Row row, String taskName, Instant now) {
    return new Claimed(
        row.getLong(0),
        row.getInteger(1),
        row.getLong(2),
        taskName,
        row.getString(4),
        row.getInteger(5),
        row.getLong(6),
        row.getInteger(7),
        row.getLong(8),
        now,
        row.getShort(9),
        row.getShort(10),
        row.getShort(11));
  }

  /** The time in a column that is not null; infinity is {@link Instant#MAX}. */
  static Instant instant(Row row, int column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time.toLocalDateTime().equals(LocalDateTime.MAX) ? Instant.MAX : time.toInstant();
  }
}
