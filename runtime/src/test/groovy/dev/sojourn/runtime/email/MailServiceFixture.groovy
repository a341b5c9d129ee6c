package dev.sojourn.runtime.email

import dev.sojourn.core.replay.Json
import io.vertx.core.Vertx
import io.vertx.core.http.HttpServer
import io.vertx.core.http.HttpServerRequest
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CopyOnWriteArrayList

/** An HTTP server that remembers what it was asked, and answers as told, then with success. */
class MailServiceFixture implements Closeable {
  final List<Map> requests = new CopyOnWriteArrayList<>()
  private final Queue<Closure> script = new ConcurrentLinkedQueue<>()
  private final HttpServer server

  /** @param usual what makes an answer of success from the number of the request */
  MailServiceFixture(Vertx vertx, Closure<String> usual) {
    server = vertx.createHttpServer().requestHandler { HttpServerRequest request ->
      request.body().onSuccess { body ->
        requests << [method: request.method().name(), path: request.uri(), headers: headers(request), body: body.length() == 0 ? null : Json.read(body.toString()), raw: body]
        def answer = script.poll()
        if (answer) {
          answer(request.response())
        } else {
          request.response().putHeader('Content-Type', 'application/json').end(usual(requests.size()))
        }
      }
    }
    ProviderContractSpec.await(server.listen(0, '127.0.0.1'))
  }

  String getUrl() {
    "http://127.0.0.1:${server.actualPort()}"
  }

  /** The next answer. */
  void answers(int status, String body, Map<String, String> headers = [:]) {
    script << { response ->
      headers.each { name, value -> response.putHeader(name, value) }
      response.setStatusCode(status).end(body)
    }
  }

  /** The next answer is what this does with the response. */
  void does(Closure deed) {
    script << deed
  }

  @Override
  void close() {
    ProviderContractSpec.await(server.close())
  }

  private static Map<String, String> headers(HttpServerRequest request) {
    request.headers().collectEntries { [(it.key.toLowerCase()): it.value] }
  }
}
