package dev.sojourn.runtime.app

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** The service as an operator runs it: a process of its own, which a spec may kill. */
class ServiceProcess implements AutoCloseable {
  static final String KEY = 'sk_spec-0123456789abcdefghijklmnopqrstuvwxyz'

  final Path home
  final int port
  final Path log
  private static final ObjectMapper JSON = new ObjectMapper()
  private final Map<String, String> settings
  private Process process

  ServiceProcess(Path home, Map<String, String> settings, String name = 'service') {
    this.home = home
    this.log = home.resolve("${name}.log")
    this.port = new ServerSocket(0).withCloseable { it.localPort }
    this.settings = settings
  }

  ServiceProcess start(String mode = 'all', List<String> options = ClassArchive.OPTIONS) {
    def builder = new ProcessBuilder(Shipped.command(['-Xmx384m'] + options, mode))
    builder.environment().keySet().removeAll(['DATABASE_URL', 'SMTP_URL', 'EMAIL_PROVIDER'])
    builder.environment().putAll([
        PORT: port.toString(), METRICS_PORT: port.toString(), SOJOURN_HOME: home.toString(),
        ADMIN_API_KEY: KEY, API_PUBLIC_URL: url(''),
        ADMIN_RATE_LIMIT_PER_MINUTE: '0', DATA_PLANE_RATE_LIMIT_PER_MINUTE: '0'])
    builder.environment().putAll(settings)
    builder.redirectErrorStream(true)
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
    process = builder.start()
    this
  }

  String url(String path) {
    "http://127.0.0.1:$port$path"
  }

  /** Waits until the service says that it is ready; fails with its log when it does not. */
  ServiceProcess ready() {
    def until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
    while (System.nanoTime() < until) {
      if (!process.alive) {
        throw new IllegalStateException("the service ended with ${process.exitValue()}:\n$said")
      }
      if (status('/readyz') == 200) {
        return this
      }
      process.waitFor(50, TimeUnit.MILLISECONDS)
    }
    throw new IllegalStateException("the service did not become ready:\n$said")
  }

  private int status(String path) {
    try {
      def connection = (HttpURLConnection) new URL(url(path)).openConnection()
      connection.connectTimeout = 1000
      connection.readTimeout = 2000
      connection.responseCode
    } catch (IOException ignored) {
      -1
    }
  }

  /** Posts an event; gives the parsed answer, or null when nobody answered. */
  Map post(Map event, String idempotencyKey = null) {
    try {
      def connection = (HttpURLConnection) new URL(url('/v1/events')).openConnection()
      connection.requestMethod = 'POST'
      connection.doOutput = true
      connection.connectTimeout = 1000
      connection.readTimeout = 10_000
      connection.setRequestProperty('Authorization', "Bearer $KEY")
      connection.setRequestProperty('Content-Type', 'application/json')
      if (idempotencyKey) {
        connection.setRequestProperty('Idempotency-Key', idempotencyKey)
      }
      connection.outputStream.withCloseable { JSON.writeValue((OutputStream) it, event) }
      assert connection.responseCode == 202: connection.errorStream?.text
      JSON.readValue(connection.inputStream, Map)
    } catch (IOException ignored) {
      null
    }
  }

  /** What it has printed so far, this time and the times before. */
  String getSaid() {
    Files.readString(log)
  }

  Map get(String path) {
    def connection = (HttpURLConnection) new URL(url(path)).openConnection()
    connection.setRequestProperty('Authorization', "Bearer $KEY")
    JSON.readValue(connection.inputStream, Map)
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly().waitFor()
  }

  /** SIGTERM; gives the exit code. */
  int stop() {
    process.destroy()
    process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1
  }

  /** The exit code of a process that ends by itself; fails when it goes on. */
  int ended() {
    assert process.waitFor(60, TimeUnit.SECONDS): said
    process.exitValue()
  }

  @Override
  void close() {
    process?.destroyForcibly()?.waitFor()
  }
}
