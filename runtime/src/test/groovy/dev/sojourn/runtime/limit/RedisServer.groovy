package dev.sojourn.runtime.limit

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** A Redis of this machine: {@code redis-server} of the path, or of SOJOURN_REDIS_SERVER. */
class RedisServer implements AutoCloseable {
  final int port
  private final Process process

  RedisServer(int port = free()) {
    this.port = port
    process = new ProcessBuilder(program().toString(), '--port', "$port", '--bind', '127.0.0.1', '--save', '',
        '--appendonly', 'no', '--daemonize', 'no').redirectErrorStream(true).start()
    def out = process.inputStream.newReader()
    def line = out.readLine()
    while (line != null && !line.contains('Ready to accept connections')) {
      line = out.readLine()
    }
    assert line != null: 'redis-server ended before it was ready'
    Thread.startDaemon { while (out.readLine() != null) { } }
  }

  String getUrl() {
    "redis://127.0.0.1:$port"
  }

  static boolean isThere() {
    program() != null
  }

  static int free() {
    new ServerSocket(0).withCloseable { it.localPort }
  }

  @Override
  void close() {
    process.destroy()
    process.waitFor(10, TimeUnit.SECONDS)
  }

  private static Path program() {
    def named = System.getenv('SOJOURN_REDIS_SERVER')
    def places = named ? [Path.of(named)] : System.getenv('PATH').split(':').collect { Path.of(it, 'redis-server') }
    places.find { Files.isExecutable(it) }
  }
}
