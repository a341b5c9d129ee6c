package dev.sojourn.runtime.entry;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/** The SQL of looks at who waits for a date. */
final class AppointmentStore {
  private static final String OF_CONTACT =
      """
      select n.name, r.id, r.due_at
      from runs r join names n on n.id = r.task
      where r.subject = $1::int8 and r.version = 0 and r.blocked is null
      order by r.id
      """;

  private AppointmentStore() {}

  static Future<List<DateEntries.Waits>> of(Database database, long contactId) {
    return database
        .run(OF_CONTACT, contactId)
        .map(
            rows -> {
              List<DateEntries.Waits> waits = new ArrayList<>(rows.size());
              for (Row row : rows) {
                EntryTask.idOf(row.getString(0))
                    .ifPresent(
                        journeyId ->
                            waits.add(
                                new DateEntries.Waits(
                                    journeyId,
                                    Ids.instantOf(row.getLong(1)),
                                    row.getOffsetDateTime(2).toInstant())));
              }
              return waits;
            });
  }
}
