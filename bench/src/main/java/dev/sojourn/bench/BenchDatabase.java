package dev.sojourn.bench;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** A plain connection to the database under test, for seeding and counting. */
final class BenchDatabase implements AutoCloseable {
  private final DatabaseUrl url;
  private final Connection connection;

  BenchDatabase(DatabaseUrl url) throws SQLException {
    this.url = url;
    this.connection = open();
  }

  /** One more connection to the same database. */
  Connection open() throws SQLException {
    return DriverManager.getConnection(url.jdbc(), url.user(), url.password().orElse(""));
  }

  /** Runs statements without parameters. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs one statement with parameters. */
  int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepared(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** The first column of the first row as a number. */
  double number(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepared(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getDouble(1);
    }
  }

  /** The first column of the first row as text. */
  String text(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepared(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }

  private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /**
   * Asks every few milliseconds until the answer is at most {@code goal}; the nanosecond it was.
   */
  long await(String sql, double goal, int everyMs) throws SQLException, InterruptedException {
    long giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (number(sql) > goal) {
      if (System.nanoTime() > giveUp) {
        throw new SQLException("still " + number(sql) + " after five minutes: " + sql);
      }
      TimeUnit.MILLISECONDS.sleep(everyMs);
    }
    return System.nanoTime();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
