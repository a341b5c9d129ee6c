package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The REST port: reads requests, asks {@link RestPaths} on the loop, writes answers. */
final class RestEdge implements AutoCloseable {
  /** A request, read. */
  record Request(String method, List<String> path, Map<String, List<String>> query, JsonNode body) {
    /** The method and the first words of the path, such as {@code GET api/v1/workers}. */
    String at(int word) {
      return word < path.size() ? path.get(word) : "";
    }

    @Nullable String asked(String name) {
      List<String> values = query.getOrDefault(name, List.of());
      return values.isEmpty() ? null : values.get(0);
    }
  }

  /** An answer; the body is null for none. */
  record Response(int status, @Nullable JsonNode body) {
    static Response ok(JsonNode body) {
      return new Response(200, body);
    }

    static Response refused(int status, String description) {
      ObjectNode body = Json.object();
      body.putArray("errors").addObject().put("description", description);
      return new Response(status, body);
    }
  }

  private final Engine engine;
  private final FakeToken token;
  private final RestPaths paths;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  private RestEdge(Engine engine, FakeToken token, HttpServer server) {
    this.engine = engine;
    this.token = token;
    this.paths = new RestPaths(engine);
    this.server = server;
  }

  /**
   * Listens on the loopback port, any free one for 0.
   *
   * @throws UncheckedIOException where the port is taken
   */
  static RestEdge start(Engine engine, FakeToken token, int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      RestEdge edge = new RestEdge(engine, token, server);
      server.createContext("/", edge::serve);
      server.setExecutor(edge.threads);
      server.start();
      return edge;
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response response = answer(exchange);
      byte[] body =
          response.body() == null
              ? new byte[0]
              : response.body().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Response answer(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    List<String> path = List.of(uri.getPath().substring(1).split("/", -1));
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean isOpen =
        path.size() == 2 && (path.get(1).equals("ready") || path.get(1).equals("live"));
    boolean isKnown = token.isCarriedBy(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!isOpen && (!isKnown || engine.state.faults.isRejectingTokens())) {
      return Response.refused(403, "Not authorized to view this resource");
    }
    try {
      Request request =
          new Request(
              exchange.getRequestMethod(), path, query(uri.getRawQuery()), Json.read("body", text));
      return engine.loop.call(() -> paths.answer(request));
    } catch (StatusRuntimeException refused) {
      return Response.refused(404, String.valueOf(refused.getStatus().getDescription()));
    } catch (IllegalArgumentException refused) {
      return Response.refused(400, String.valueOf(refused.getMessage()));
    }
  }

  private static Map<String, List<String>> query(@Nullable String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      String name =
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8).replaceAll("\\[\\d*\\]$", "");
      String value = parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
      query.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
