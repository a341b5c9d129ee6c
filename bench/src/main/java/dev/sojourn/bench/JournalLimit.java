package dev.sojourn.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The limit that the engine is held against: only appending journal rows, two connections, 512 a
 * commit.
 */
final class JournalLimit {
  private static final int GROUP = 512;
  private static final int CONNECTIONS = 2;
  private static final String APPEND =
      """
      insert into journal_limit(run_id, generation, segment, format, entries)
      select id, 0, 0, 1, ? from unnest(?::bigint[]) id
      """;

  /** Rows a second for rows of this text. */
  static double rowsPerSecond(BenchDatabase database, String entries, int rows) throws Exception {
    database.run("create table journal_limit (like journal including all)");
    ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      append(pool, database, entries, rows / 10, 0);
      long begin = System.nanoTime();
      append(pool, database, entries, rows, rows);
      return rows / ((System.nanoTime() - begin) / 1e9);
    } finally {
      pool.shutdown();
      database.run("drop table journal_limit");
    }
  }

  private static void append(
      ExecutorService pool, BenchDatabase database, String entries, int rows, long from)
      throws Exception {
    List<Callable<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < CONNECTIONS; lane++) {
      long first = from + (long) lane * rows / CONNECTIONS;
      lanes.add(() -> lane(database, entries, rows / CONNECTIONS, first));
    }
    for (Future<Void> done : pool.invokeAll(lanes)) {
      done.get();
    }
  }

  private static Void lane(BenchDatabase database, String entries, int rows, long from)
      throws SQLException {
    try (Connection connection = database.open();
        PreparedStatement statement = connection.prepareStatement(APPEND)) {
      for (int done = 0; done < rows; done += GROUP) {
        Long[] ids = new Long[Math.min(GROUP, rows - done)];
        long first = from + done;
        Arrays.setAll(ids, i -> first + i);
        statement.setString(1, entries);
        statement.setArray(2, connection.createArrayOf("bigint", ids));
        statement.executeUpdate();
      }
    }
    return null;
  }

  private JournalLimit() {}
}
