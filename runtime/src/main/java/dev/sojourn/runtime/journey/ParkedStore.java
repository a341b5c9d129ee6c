package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.config.DatabaseUrl;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.event.StoredEvent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The SQL of a look at all live runs: one snapshot, in which nothing can be written. Blocks. */
final class ParkedStore implements AutoCloseable {
  private static final int BATCH = 2_000;

  private static final String NOW = "select now()";
  private static final String ID_KEY = "select value from installation where name = 'id_key'";

  private static final String VERSIONS =
      """
      select v.number, v.id, v.source, v.definition::text
      from script_versions v
      where v.number in (select distinct version from runs) and v.kind = 'journey'
      """;

  private static final String RUNS =
      """
      select r.id, t.name, r.version, r.generation, r.key,
        r.subject, c.external_id, c.email, c.anonymous_id, c.properties::text, c.first_seen_at,
        c.last_seen_at,
        r.event_id, n.name, e.occurred_at, e.props::text,
        j.formats, j.entries
      from runs r
      join names t on t.id = r.task
      join contacts c on c.id = r.subject
      join events e on e.contact_id = r.subject and e.id = r.event_id
      join names n on n.id = e.name
      cross join lateral (
        select array_agg(s.format order by s.segment) as formats,
          array_agg(s.entries order by s.segment) as entries
        from journal s
        where s.run_id = r.id and s.generation = r.generation) j
      where r.version <> 0
      """;

  private final DatabaseUrl url;
  private final Connection connection;
  private final PublicIds ids;

  /** A stored script version. */
  record StoredScript(String id, String source, String definition) {}

  /**
   * A snapshot of now.
   *
   * @throws DryRuns.Unreachable if there can be none, as every method here
   */
  ParkedStore(DatabaseUrl url) {
    this.url = url;
    this.connection = asked(() -> open(url));
    this.ids = PublicIds.of(asked(() -> one(ID_KEY, rows -> rows.getString(1))));
  }

  private static Connection open(DatabaseUrl url) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", url.user());
    url.password().ifPresent(password -> login.setProperty("password", password));
    login.setProperty("ApplicationName", "sojourn check");
    login.setProperty("connectTimeout", "10");
    Connection connection = DriverManager.getConnection(url.jdbc(), login);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    return connection;
  }

  PublicIds ids() {
    return ids;
  }

  /** The instant of the snapshot. */
  Instant now() {
    return asked(() -> one(NOW, rows -> instant(rows, 1)));
  }

  /** The script versions that live runs are on, by number. */
  Map<Integer, StoredScript> versions() {
    return asked(
        () -> {
          Map<Integer, StoredScript> versions = new LinkedHashMap<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(VERSIONS)) {
            while (rows.next()) {
              versions.put(
                  rows.getInt(1),
                  new StoredScript(rows.getString(2), rows.getString(3), rows.getString(4)));
            }
          }
          return versions;
        });
  }

  /** Shows every live run once, in any order, a batch of them at a time in memory; how many. */
  int each(Consumer<ParkedRun> look) {
    return asked(
        () -> {
          int count = 0;
          try (PreparedStatement statement = connection.prepareStatement(RUNS)) {
            statement.setFetchSize(BATCH);
            try (ResultSet rows = statement.executeQuery()) {
              for (; rows.next(); count++) {
                look.accept(run(rows));
              }
            }
          }
          return count;
        });
  }

  @Override
  public void close() {
    asked(
        () -> {
          connection.close();
          return true;
        });
  }

  /** A question to the database. */
  @FunctionalInterface
  private interface Question<T> {
    T answer() throws SQLException;
  }

  private <T> T asked(Question<T> question) {
    try {
      return question.answer();
    } catch (SQLException e) {
      throw new DryRuns.Unreachable(
          "the database at '" + url + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private ParkedRun run(ResultSet rows) throws SQLException {
    String task = rows.getString(2);
    return new ParkedRun(
        rows.getLong(1),
        task.substring(task.indexOf(':') + 1),
        rows.getInt(3),
        rows.getInt(4),
        rows.getString(5),
        contact(rows),
        new StoredEvent(
            rows.getLong(13),
            rows.getLong(6),
            rows.getString(14),
            instant(rows, 15),
            "",
            rows.getString(16)),
        segments(rows));
  }

  private Contact contact(ResultSet rows) throws SQLException {
    long id = rows.getLong(6);
    return new Contact(
        id,
        ids.face(id),
        rows.getString(7),
        rows.getString(8),
        rows.getString(9),
        properties(rows.getString(10)),
        instant(rows, 11),
        instant(rows, 12));
  }

  private static Map<String, @Nullable Object> properties(String json) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    if (Json.read(json) instanceof Map<?, ?> values) {
      values.forEach((name, value) -> properties.put(String.valueOf(name), value));
    }
    return properties;
  }

  private static List<ParkedRun.Segment> segments(ResultSet rows) throws SQLException {
    List<ParkedRun.Segment> segments = new ArrayList<>();
    if (rows.getArray(17) != null) {
      Object[] formats = (Object[]) rows.getArray(17).getArray();
      Object[] entries = (Object[]) rows.getArray(18).getArray();
      for (int i = 0; i < formats.length; i++) {
        segments.add(
            new ParkedRun.Segment(((Number) formats[i]).intValue(), String.valueOf(entries[i])));
      }
    }
    return segments;
  }

  private static Instant instant(ResultSet rows, int column) throws SQLException {
    return Objects.requireNonNull(rows.getObject(column, OffsetDateTime.class)).toInstant();
  }

  /** Reads one thing off a row. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T> T one(String sql, Reader<T> reader) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new SQLException("the database is none of Sojourn's");
      }
      return reader.read(rows);
    }
  }
}
