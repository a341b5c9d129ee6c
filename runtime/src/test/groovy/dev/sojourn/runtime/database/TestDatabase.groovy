package dev.sojourn.runtime.database

import dev.sojourn.runtime.config.DatabaseConfig
import dev.sojourn.runtime.config.DatabaseUrl
import groovy.transform.CompileStatic
import io.vertx.core.Vertx
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.sql.Connection
import java.sql.DriverManager
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * A new, migrated database on a real server: the one of `SOJOURN_TEST_DATABASE_URL`, or an embedded
 * one that lives as long as this JVM. Databases are copies of a template that is migrated once.
 */
@CompileStatic
class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger()

  final String url
  final String name

  private TestDatabase(String name) {
    this.name = name
    this.url = Server.URL.withName(name).text()
  }

  /** A database of its own with the schema in it. */
  static TestDatabase fresh() {
    create("template ${Server.TEMPLATE} strategy file_copy")
  }

  /** Whether the server can count the statements of a database. */
  static boolean isCounting() {
    Server.COUNTING
  }

  /** A database of its own with nothing in it. */
  static TestDatabase empty() {
    create('template template0')
  }

  private static TestDatabase create(String from) {
    String name = "test_${ProcessHandle.current().pid()}_${COUNT.incrementAndGet()}"
    Server.admin("create database $name $from")
    new TestDatabase(name)
  }

  /** An open database; the caller closes it. */
  Database open(Vertx vertx) {
    Database.open(vertx, DatabaseConfig.of(url)).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }

  /** The address for JDBC, login included. */
  String getJdbcUrl() {
    DatabaseUrl at = Server.URL.withName(name)
    String login = URLEncoder.encode(at.password().orElse(''), 'UTF-8')
    "${at.jdbc()}&user=${at.user()}&password=$login"
  }

  /** A plain connection, for looking in. */
  Connection connect() {
    Server.connect(name)
  }

  /** Has the statements of all later connections counted, in {@code pg_stat_statements}. */
  void count() {
    Server.admin("alter database $name set pg_stat_statements.track = 'all'")
  }

  /** Ends all connections to it but those of the caller's own kind, as a restarting server does. */
  void breakConnections() {
    Server.admin("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '$name'")
  }

  @Override
  void close() {
    Server.admin("drop database if exists $name with (force)")
  }

  @CompileStatic
  private static class Server {
    static final boolean COUNTING = !System.getenv('SOJOURN_TEST_DATABASE_URL')
    static final DatabaseUrl URL = url()
    static final String TEMPLATE = template()

    static DatabaseUrl url() {
      String given = System.getenv('SOJOURN_TEST_DATABASE_URL')
      given ? DatabaseUrl.parse(given) : embedded().url()
    }

    /**
   * Forgets what it did when the machine goes down, and is twice as fast for it. Does nothing by itself,
   * so that a spec can count what a service asks.
   */
    private static EmbeddedPostgres embedded() {
      Path home = Files.createTempDirectory(roomy(), 'sojourn-test')
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString('rwxr-xr-x'))
      Path programs = Files.createDirectories(Path.of('target/postgres').toAbsolutePath())
      EmbeddedPostgres server = EmbeddedPostgres.start(HomeLock.take(home), Optional.of(programs),
          [fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', max_connections: '200', max_wal_size: '256MB',
           shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'none'])
      Runtime.runtime.addShutdownHook(new Thread({
        server.close()
        home.toFile().deleteDir()
      }))
      server
    }

    /** In memory where there is room: a database is a thousand files, made and deleted with each feature. */
    private static Path roomy() {
      Path memory = Path.of('/dev/shm')
      Files.isWritable(memory) && memory.toFile().usableSpace > 4L << 30 ? memory : Path.of(System.getProperty('java.io.tmpdir'))
    }

    static String template() {
      String name = "test_template_${ProcessHandle.current().pid()}"
      admin("drop database if exists $name with (force)")
      admin("create database $name")
      Migrations.run(URL.withName(name), Optional.empty())
      if (System.getenv('SOJOURN_TEST_DATABASE_URL')) {
        Runtime.runtime.addShutdownHook(new Thread({ admin("drop database if exists $name with (force)") }))
      }
      name
    }

    static void admin(String sql) {
      connect(URL.name()).withCloseable { Connection connection ->
        connection.createStatement().withCloseable { it.execute(sql) }
      }
    }

    static Connection connect(String name) {
      DatabaseUrl at = URL.withName(name)
      DriverManager.getConnection(at.jdbc(), at.user(), at.password().orElse(''))
    }
  }
}
