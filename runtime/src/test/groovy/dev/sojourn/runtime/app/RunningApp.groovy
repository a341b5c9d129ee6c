package dev.sojourn.runtime.app

import com.fasterxml.jackson.databind.ObjectMapper
import dev.sojourn.runtime.config.AppConfig
import dev.sojourn.runtime.config.Mode
import io.vertx.core.Vertx
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** The whole service inside this JVM, on real sockets; it can be ended in order or as if it had died. */
class RunningApp implements AutoCloseable {
  static final String KEY = 'sk_spec-0123456789abcdefghijklmnopqrstuvwxyz'
  private static final ObjectMapper JSON = new ObjectMapper()

  private final Map<String, String> settings
  private final int port
  private Vertx vertx
  private App app

  RunningApp(Path bundle, Path home, String databaseUrl, Map<String, String> more = [:]) {
    port = new ServerSocket(0).withCloseable { it.localPort }
    settings = [DATABASE_URL: databaseUrl, SOJOURN_BUNDLE: bundle.toString(), SOJOURN_HOME: home.toString(),
                PORT        : port.toString(), ADMIN_API_KEY: KEY] + more
  }

  RunningApp start() {
    vertx = Vertx.vertx()
    app = App.start(vertx, AppConfig.from(Mode.ALL, settings)).toCompletionStage().toCompletableFuture()
        .get(60, TimeUnit.SECONDS)
    this
  }

  /** Drops every connection at once and forgets everything, as a killed process does. */
  void die() {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }

  @Override
  void close() {
    app.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS)
    die()
  }

  Map post(Map event) {
    def connection = open('/v1/events')
    connection.requestMethod = 'POST'
    connection.doOutput = true
    connection.setRequestProperty('Content-Type', 'application/json')
    connection.outputStream.withCloseable { JSON.writeValue((OutputStream) it, event) }
    assert connection.responseCode == 202: connection.errorStream?.text
    JSON.readValue(connection.inputStream, Map)
  }

  Map get(String path) {
    JSON.readValue(open(path).inputStream, Map)
  }

  private HttpURLConnection open(String path) {
    def connection = (HttpURLConnection) new URL("http://127.0.0.1:$port$path").openConnection()
    connection.connectTimeout = 2000
    connection.readTimeout = 20_000
    connection.setRequestProperty('Authorization', "Bearer $KEY")
    connection
  }
}
