package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

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
  private final Mode mode
  private final int port
  private Vertx vertx
  private App app

  RunningApp(Path bundle, Path home, String databaseUrl, Map<String, String> more = [:], Mode mode = Mode.ALL) {
    this.mode = mode
    port = new ServerSocket(0).withCloseable { it.localPort }
    settings = [DATABASE_URL: databaseUrl, SOJOURN_BUNDLE: bundle.toString(), SOJOURN_HOME: home.toString(),
                PORT        : port.toString(), METRICS_PORT: port.toString(), ADMIN_API_KEY: KEY,
                ADMIN_RATE_LIMIT_PER_MINUTE: '0', DATA_PLANE_RATE_LIMIT_PER_MINUTE: '0'] + more
  }

  RunningApp start() {
    vertx = Vertx.vertx()
    app = App.start(vertx, AppConfig.from(mode, settings)).toCompletionStage().toCompletableFuture()
        .get(60, TimeUnit.SECONDS)
    this
  }

  /** Drops every connection at once and forgets everything, as a killed process does. */
  void die() {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }

  /** Ends in order; nothing under way may make that wait for the limits of the rooms, which are 30 s. */
  @Override
  void close() {
    app.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
    die()
  }

  /** Posts an event, which has to be accepted; gives the parsed answer. */
  Map post(Map event, String idempotencyKey = null) {
    send('/v1/events', event, idempotencyKey)
  }

  /** Posts something, which has to be accepted; gives the parsed answer. */
  Map send(String path, Map body, String idempotencyKey = null) {
    def connection = open(path)
    connection.requestMethod = 'POST'
    connection.doOutput = true
    connection.setRequestProperty('Content-Type', 'application/json')
    if (idempotencyKey) {
      connection.setRequestProperty('Idempotency-Key', idempotencyKey)
    }
    connection.outputStream.withCloseable { JSON.writeValue((OutputStream) it, body) }
    assert connection.responseCode in [200, 202]: connection.errorStream?.text
    JSON.readValue(connection.inputStream, Map)
  }

  String address(String path) {
    "http://127.0.0.1:$port$path"
  }

  Map get(String path) {
    JSON.readValue(open(path).inputStream, Map)
  }

  String text(String path) {
    open(path).inputStream.text
  }

  /** The status of an answer. */
  int status(String path) {
    open(path).responseCode
  }

  /** The enrolments of a contact in a journey, as people see them, newest first. */
  List<Map> states(String journey, String userId) {
    (List<Map>) get("/v1/admin/journeys/$journey/states?userId=$userId").states
  }

  /** The enrolment of a contact that waits for a time or an event, once there is one. */
  Map parked(String journey, String userId) {
    until(10) { states(journey, userId).find { it.status == 'waiting' && it.dueAt } }
  }

  /** How a file of the bundle stands, as people see it; null when nobody has seen it. */
  Map file(String path) {
    ((List<Map>) get('/v1/admin/scripts').scripts).find { it.file == path }
  }

  /** Lets a blocked enrolment go on. */
  void unblock(String journey, Object state) {
    def connection = open("/v1/admin/journeys/$journey/states/$state/unblock")
    connection.requestMethod = 'POST'
    assert connection.responseCode == 202: connection.errorStream?.text
  }

  /** Ends an enrolment by hand. */
  void cancel(String journey, Object state) {
    def connection = open("/v1/admin/journeys/$journey/states/$state")
    connection.requestMethod = 'DELETE'
    assert connection.responseCode == 200: connection.errorStream?.text
  }

  private HttpURLConnection open(String path) {
    def connection = (HttpURLConnection) new URL(address(path)).openConnection()
    connection.connectTimeout = 2000
    connection.readTimeout = 20_000
    connection.setRequestProperty('Authorization', "Bearer $KEY")
    connection
  }
}
