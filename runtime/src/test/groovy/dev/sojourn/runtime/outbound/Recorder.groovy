package dev.sojourn.runtime.outbound

import io.vertx.core.Future
import io.vertx.core.Vertx
import io.vertx.core.http.HttpServer
import io.vertx.core.http.HttpServerRequest
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit

/** Receives webhooks on many paths, remembers them, and answers as told, then with success. */
class Recorder implements Closeable {
  final List<Map> requests = new CopyOnWriteArrayList<>()
  private final Map<String, Queue<Closure>> next = new ConcurrentHashMap<>()
  private final Map<String, Closure> always = new ConcurrentHashMap<>()
  private final HttpServer server

  Recorder(Vertx vertx) {
    server = await(vertx.createHttpServer().requestHandler { HttpServerRequest request ->
      request.body().onSuccess { body ->
        def headers = request.headers().collectEntries { [(it.key.toLowerCase()): it.value] }
        requests << [path: request.path(), headers: headers, bytes: body.bytes.toList(), body: body.toString()]
        def answer = next[request.path()]?.poll() ?: always[request.path()]
        if (answer) {
          answer(request.response())
        } else {
          request.response().setStatusCode(204).end()
        }
      }
    }.listen(0, '127.0.0.1'))
  }

  String url(String path) {
    "http://127.0.0.1:${server.actualPort()}$path"
  }

  int getPort() {
    server.actualPort()
  }

  /** What came to a path. */
  List<Map> at(String path) {
    requests.findAll { it.path == path }
  }

  /** The next answers on a path are these. */
  void answers(String path, List<Integer> statuses, Map<String, String> headers = [:]) {
    statuses.each { status ->
      next.computeIfAbsent(path) { new ConcurrentLinkedQueue<>() } << { response ->
        headers.each { name, value -> response.putHeader(name, value) }
        response.setStatusCode(status).end("answer $status")
      }
    }
  }

  /** Every answer on a path is what this does with the response. */
  void always(String path, Closure deed) {
    always[path] = deed
  }

  /** From now on a path is accepted and never answered. */
  void hangs(String path) {
    always[path] = {}
  }

  void recovers(String path) {
    always.remove(path)
  }

  @Override
  void close() {
    await(server.close())
  }

  static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }
}
