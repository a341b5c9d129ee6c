package dev.sojourn.runtime.journey;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The SQL of the journal. */
final class JournalStore {
  private static final String LOAD =
      """
      select j.run_id, j.segment, j.format, j.entries
      from unnest($1::int8[], $2::int2[]) u(id, generation)
      join journal j on j.run_id = u.id and j.generation = u.generation
      order by j.run_id, j.segment
      """;
  private static final String APPEND =
      """
      insert into journal(run_id, generation, segment, format, entries)
      select * from unnest($1::int8[], $2::int2[], $3::int2[], $4::int2[], $5::text[])
      """;

  private final Database database;

  JournalStore(Database database) {
    this.database = database;
  }

  /** A committed segment as stored. */
  record StoredSegment(int segment, int format, String entries) {}

  /** A segment to store. */
  record NewSegment(long runId, int generation, int segment, int format, String entries) {}

  /** The segments of these runs' present generations, in order; runs without any are missing. */
  Future<Map<Long, List<StoredSegment>>> load(Map<Long, Integer> generationOfRun) {
    if (generationOfRun.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    Long[] ids = new Long[generationOfRun.size()];
    Short[] generations = new Short[ids.length];
    int i = 0;
    for (Map.Entry<Long, Integer> run : generationOfRun.entrySet()) {
      ids[i] = run.getKey();
      generations[i++] = run.getValue().shortValue();
    }
    return database.run(LOAD, ids, generations).map(JournalStore::byRun);
  }

  private static Map<Long, List<StoredSegment>> byRun(RowSet<Row> rows) {
    Map<Long, List<StoredSegment>> found = new HashMap<>();
    for (Row row : rows) {
      long run = row.getLong(0);
      found
          .computeIfAbsent(run, any -> new ArrayList<>())
          .add(new StoredSegment(row.getShort(1), row.getShort(2), row.getString(3)));
    }
    return found;
  }

  /** Stores segments; the primary key refuses one that is there already. */
  Future<Void> append(Tx tx, List<NewSegment> segments) {
    if (segments.isEmpty()) {
      return Future.succeededFuture();
    }
    int n = segments.size();
    Long[] runs = new Long[n];
    Short[] generations = new Short[n];
    Short[] numbers = new Short[n];
    Short[] formats = new Short[n];
    String[] entries = new String[n];
    for (int i = 0; i < n; i++) {
      NewSegment segment = segments.get(i);
      runs[i] = segment.runId();
      generations[i] = (short) segment.generation();
      numbers[i] = (short) segment.segment();
      formats[i] = (short) segment.format();
      entries[i] = segment.entries();
    }
    return tx.run(APPEND, runs, generations, numbers, formats, entries).mapEmpty();
  }
}
