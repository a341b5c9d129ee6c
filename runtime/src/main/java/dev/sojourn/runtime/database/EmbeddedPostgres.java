package dev.sojourn.runtime.database;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of its own for one home directory. Its data is durable; it ends with this
 * process, however that ends, and the next start finds the data again. One that dies is started
 * again. It logs to {@code postgres.log} beside the data.
 *
 * <p>The unix socket is for the service, TCP on the loopback address for JDBC; both want the
 * password that lies beside the data.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final String CREATED = "database.created";

  private final HomeLock lock;
  private final ServerProcess server;
  private final DatabaseUrl url;

  private EmbeddedPostgres(HomeLock lock, ServerProcess server, DatabaseUrl url) {
    this.lock = lock;
    this.server = server;
    this.url = url;
  }

  /**
   * Starts the server of a home, setting it up if it is new, and waits until it answers.
   *
   * @param settings what is to differ from the defaults, as in {@code postgresql.conf}
   * @throws HomeInUse when another process uses the home
   * @throws EmbeddedFailed saying why it cannot be started
   */
  public static EmbeddedPostgres start(Path home, Map<String, String> settings) {
    return start(HomeLock.take(home), Optional.empty(), settings);
  }

  /** The same in a home that this process has; the server gives it back when it is closed. */
  public static EmbeddedPostgres start(HomeLock lock, Map<String, String> settings) {
    return start(lock, Optional.empty(), settings);
  }

  /** The same with programs that several homes share, if the server's account can reach them. */
  public static EmbeddedPostgres start(
      HomeLock lock, Optional<Path> programs, Map<String, String> settings) {
    try {
      ServerAccount account = ServerAccount.current();
      ServerPlace place = ServerPlace.of(lock.home(), account);
      Path unpacked =
          ServerBinaries.in(programs.filter(account::canEnter).orElse(place.directory()), account);
      Orphan.end(place.data());
      ServerSetup setup = new ServerSetup(place, account, unpacked);
      boolean durable = !"off".equals(settings.get("fsync"));
      setup.ensureData(durable);
      DatabaseUrl url = setup.address();
      ServerProcess server = ServerProcess.start(account, place, unpacked, url, settings);
      ensureDatabase(place, url, server);
      return new EmbeddedPostgres(lock, server, url);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Where it is, for this process. */
  public DatabaseUrl url() {
    return url;
  }

  /** The process id of the server. */
  public long pid() {
    return server.pid();
  }

  /** Stops the server in order, and gives the home back. */
  @Override
  public void close() {
    try {
      server.stop();
    } finally {
      lock.close();
    }
  }

  private static void ensureDatabase(ServerPlace place, DatabaseUrl url, ServerProcess server) {
    Path created = place.directory().resolve(CREATED);
    if (Files.exists(created)) {
      return;
    }
    DatabaseUrl system = url.withName("postgres");
    try (Connection connection =
            DriverManager.getConnection(
                system.jdbc(), system.user(), system.password().orElseThrow());
        Statement statement = connection.createStatement()) {
      if (!statement.executeQuery("select 1 from pg_database where datname = 'sojourn'").next()) {
        statement.execute("create database sojourn");
      }
      Files.createFile(created);
      log.debug("the database of a new home is made");
    } catch (SQLException | IOException e) {
      server.stop();
      throw new EmbeddedFailed("the database 'sojourn' cannot be made: " + e.getMessage(), e);
    }
  }
}
