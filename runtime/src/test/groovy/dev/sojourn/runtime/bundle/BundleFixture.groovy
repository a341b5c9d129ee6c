package dev.sojourn.runtime.bundle

import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.runtime.config.BundleConfig
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.sql.Connection
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** Bundles over real files and a real database, as several processes would have them. */
class BundleFixture implements AutoCloseable {
  private final TestDatabase database = TestDatabase.fresh()
  private final Vertx vertx = Vertx.vertx()
  private final List<AutoCloseable> opened = []
  final Path directory

  BundleFixture(Path directory) {
    this.directory = directory
  }

  /** A process in development: it publishes what is there. */
  Bundle dev() {
    open(new BundleConfig(directory, true, true, Duration.ofSeconds(1)))
  }

  /** A process that publishes what changes while it runs. */
  Bundle publisher(Path from = directory) {
    open(new BundleConfig(from, true, false, Duration.ofSeconds(10)))
  }

  /** A process that follows the database. */
  Bundle follower() {
    open(new BundleConfig(directory, false, false, Duration.ofSeconds(10)))
  }

  void write(String path, String content) {
    def file = directory.resolve(path)
    Files.createDirectories(file.parent)
    def fresh = Files.createTempFile(directory, '.new', '')
    Files.writeString(fresh, content)
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE)
  }

  void delete(String path) {
    Files.delete(directory.resolve(path))
  }

  /** A journey that says what it was written for, and sends one mail. */
  void journey(String id, String name, String template = null, String trigger = 'user.created') {
    write("journeys/${id}.groovy", """\
journey('$id') {
  name '$name'
  trigger '$trigger'
  steps {
    ${template == null ? "checkpoint 'here'" : "sendEmail '$template'"}
  }
}
""")
  }

  void template(String key, String subject) {
    write("templates/${key}.html", "---\nsubject: $subject\n---\n<p>Hello</p>\n")
  }

  /** Waits until a bundle has a set for which this holds; looks at each set that comes in force. */
  ActiveSet until(Bundle bundle, Closure<Boolean> holds) {
    def found = new CompletableFuture<ActiveSet>()
    def look = { ActiveSet set ->
      if (holds(set)) {
        found.complete(set)
      }
    }
    bundle.onChange(look)
    look(bundle.active())
    found.get(10, TimeUnit.SECONDS)
  }

  FileStatus status(Bundle bundle, String path) {
    bundle.files().find { it.path() == path }
  }

  def <T> T get(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }

  long rows(String table) {
    database.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery("select count(*) from $table")
      rows.next()
      rows.getLong(1)
    }
  }

  Connection connect() {
    database.connect()
  }

  void sql(String statement) {
    database.connect().withCloseable { it.createStatement().execute(statement) }
  }

  /** A process with these settings. */
  Bundle open(BundleConfig config) {
    def compiler = new ScriptCompiler()
    Database connected = database.open(vertx)
    opened << ({ get(connected.close()) } as AutoCloseable)
    def bundle = get(Bundle.open(vertx, connected, config, compiler))
    opened << ({ bundle.close(); compiler.close() } as AutoCloseable)
    bundle
  }

  @Override
  void close() {
    opened.reverse().each { it.close() }
    get(vertx.close())
    database.close()
  }
}
