package dev.sojourn.runtime.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.RunStatus;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;

/**
 * Notes which change is being made while that is one without a transaction: one that breaks off, by
 * an error or by a kill, must not be made again over what it left. The note is written past the
 * migration's own connection, and goes when the ledger has the change.
 */
final class HalfDone extends AbstractChangeExecListener {
  private static final String THERE = "select to_regclass('installation') is not null";
  private static final String NOTE = "select value from installation where name = 'halfdone.' || ?";
  private static final String IN_LEDGER = "select 1 from %s where id = ?";

  private static final String BEGIN =
      """
      insert into installation(name, value) values ('halfdone.' || ?, ?)
      on conflict (name) do update set value = excluded.value
      """;

  private static final String END = "delete from installation where name = 'halfdone.' || ?";

  private final Connection connection;
  private final Changelog changelog;
  private boolean noted;

  HalfDone(Connection connection, Changelog changelog) {
    this.connection = connection;
    this.changelog = changelog;
  }

  /** The change that broke off, if one did. */
  Optional<String> change() throws SQLException {
    if (!"t".equals(first(THERE).orElse(""))) {
      return Optional.empty();
    }
    Optional<String> change = first(NOTE, changelog.track());
    return change.isPresent()
            && first(IN_LEDGER.formatted(changelog.ledger()), change.get()).isPresent()
        ? Optional.empty()
        : change;
  }

  @Override
  public void willRun(ChangeSet change, DatabaseChangeLog all, Database database, RunStatus how) {
    try {
      if (noted) {
        end();
      }
      if (!change.isRunInTransaction()) {
        write(BEGIN, changelog.track(), change.getId());
        noted = true;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the change could not be noted", e);
    }
  }

  /** Nothing is half done any more. */
  void end() throws SQLException {
    write(END, changelog.track());
    noted = false;
  }

  private Optional<String> first(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private void write(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values)) {
      statement.executeUpdate();
    }
  }

  private PreparedStatement prepared(String sql, String... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int n = 0; n < values.length; n++) {
      statement.setString(n + 1, values[n]);
    }
    return statement;
  }
}
