package dev.sojourn.runtime.database;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.ui.LoggerUIService;

/**
 * The only writer of the schema: brings the engine's track, then the operator's, to what the
 * changelogs say. Repeating it changes nothing; two at once run one after the other. Blocks.
 */
public final class Migrations {
  /** Silent: what it has to say comes as an exception. Held strongly, or the level is forgotten. */
  private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

  private static final String LOCK = "select pg_advisory_lock(" + LockNumbers.MIGRATIONS + ", 1)";

  private static final String REMEMBER =
      """
      insert into installation(name, value)
      select 'schema.' || ?, ? || ':' || %s from %s
      on conflict (name) do update set value = excluded.value
      """;

  private final DatabaseUrl url;
  private final Optional<Path> changelog;

  private Migrations(DatabaseUrl url, Optional<Path> changelog) {
    this.url = url;
    this.changelog = changelog;
  }

  /**
   * Makes the changes that are pending, and answers how many there were for each track.
   *
   * @param changelog the operator's folder, whose {@code client.xml} is the second track
   * @throws MigrationFailed naming the change
   * @throws DatabaseGone when the database cannot be reached
   */
  public static Map<String, Integer> run(DatabaseUrl url, Optional<Path> changelog) {
    return new Migrations(url, changelog).run();
  }

  /**
   * Says what became of a change that broke off, so that migrations go on.
   *
   * @param applied whether it is complete; else nothing is left of it, and it is made again
   * @return whether such a change had broken off
   * @throws DatabaseGone when the database cannot be reached
   */
  public static boolean repair(
      DatabaseUrl url, Optional<Path> changelog, String change, boolean applied) {
    return new Migrations(url, changelog).repair(change, applied);
  }

  private boolean repair(String change, boolean applied) {
    LIQUIBASE_LOG.setLevel(Level.OFF);
    try (Connection guard = connect(Map.of())) {
      execute(guard, LOCK);
      for (Changelog track : tracks()) {
        HalfDone halfDone = new HalfDone(guard, track);
        if (halfDone.change().filter(change::equals).isPresent()) {
          if (applied) {
            inLedger(track, change);
          }
          halfDone.end();
          return true;
        }
      }
      return false;
    } catch (SQLException e) {
      throw gone(e);
    }
  }

  private void inLedger(Changelog track, String change) throws SQLException {
    try (Connection connection = connect(Map.of())) {
      Scope.child(quiet(), () -> marked(liquibase(track, connection), change));
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new MigrationFailed(track.track(), e);
    }
  }

  private static void marked(Liquibase liquibase, String change) throws LiquibaseException {
    for (ChangeSet pending : pending(liquibase)) {
      if (pending.getId().equals(change)) {
        liquibase.getDatabase().markChangeSetExecStatus(pending, ChangeSet.ExecType.MARK_RAN);
        liquibase.getDatabase().commit();
      }
    }
  }

  private List<Changelog> tracks() {
    List<Changelog> tracks = new ArrayList<>(List.of(Changelog.engine()));
    changelog.flatMap(Changelog::client).ifPresent(tracks::add);
    return tracks;
  }

  private DatabaseGone gone(SQLException e) {
    return new DatabaseGone("the database at " + url + " cannot be migrated: " + e.getMessage(), e);
  }

  private Map<String, Integer> run() {
    LIQUIBASE_LOG.setLevel(Level.OFF);
    Map<String, Integer> made = new LinkedHashMap<>();
    try (Connection guard = connect(Map.of())) {
      execute(guard, LOCK);
      for (Changelog track : tracks()) {
        made.put(track.track(), migrate(guard, track));
      }
      return made;
    } catch (SQLException e) {
      throw gone(e);
    }
  }

  private int migrate(Connection guard, Changelog changelog) throws SQLException {
    HalfDone halfDone = new HalfDone(guard, changelog);
    Optional<String> brokenOff = halfDone.change();
    if (brokenOff.isPresent()) {
      throw new MigrationFailed(changelog.track(), brokenOff.get());
    }
    Map<String, String> limits =
        Map.of(
            "options",
            "-c lock_timeout=10s -c statement_timeout=15min -c client_min_messages=warning");
    try (Connection connection = connect(limits)) {
      int pending = Scope.child(quiet(), () -> update(liquibase(changelog, connection), halfDone));
      halfDone.end();
      connection.setAutoCommit(true);
      remember(changelog, connection);
      return pending;
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new MigrationFailed(changelog.track(), e);
    }
  }

  private static Liquibase liquibase(Changelog changelog, Connection connection) throws Exception {
    Database database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    database.setDatabaseChangeLogTableName(changelog.ledger());
    database.setDatabaseChangeLogLockTableName(changelog.lockTable());
    Liquibase liquibase = new Liquibase(changelog.root(), changelog.accessor(), database);
    liquibase.setShowSummary(UpdateSummaryEnum.OFF);
    // We hold the one lock, so one found in the table is of a process that was killed.
    liquibase.forceReleaseLocks();
    return liquibase;
  }

  private static List<ChangeSet> pending(Liquibase liquibase) throws LiquibaseException {
    return liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression());
  }

  private static int update(Liquibase liquibase, HalfDone halfDone) throws LiquibaseException {
    int pending = pending(liquibase).size();
    if (pending > 0) {
      liquibase.setChangeExecListener(halfDone);
      liquibase.update(new Contexts(), new LabelExpression());
    }
    return pending;
  }

  /** Leaves a note by which a service sees at once that files and ledger are those of now. */
  private static void remember(Changelog changelog, Connection connection) throws SQLException {
    String sql = REMEMBER.formatted(SchemaGuard.LEDGER_DIGEST, changelog.ledger());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, changelog.track());
      statement.setString(2, changelog.fingerprint());
      statement.executeUpdate();
    }
  }

  private Connection connect(Map<String, String> more) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", url.user());
    url.password().ifPresent(password -> login.setProperty("password", password));
    login.setProperty("ApplicationName", "sojourn migrate");
    login.setProperty("connectTimeout", "10");
    login.putAll(more);
    return DriverManager.getConnection(url.jdbc(), login);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Map<String, Object> quiet() {
    return Map.of(
        Scope.Attr.ui.name(), new LoggerUIService(), "liquibase.analytics.enabled", false);
  }
}
