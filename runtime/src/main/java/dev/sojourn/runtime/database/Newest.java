package dev.sojourn.runtime.database;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;

/**
 * The ids of the newest of something, the newest first.
 *
 * @param total how many there are in all
 */
public record Newest(List<Long> ids, long total) {
  /** What a row of an array of ids and a number says. */
  public static Newest of(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    return new Newest(List.of(row.getArrayOfLongs(0)), row.getLong(1));
  }
}
