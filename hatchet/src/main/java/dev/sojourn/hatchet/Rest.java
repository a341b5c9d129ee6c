package dev.sojourn.hatchet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sojourn.hatchet.HatchetException.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the REST API, which the program {@code hatchet-api} or {@code hatchet-lite} serves. A
 * call that may be made twice is repeated by the rules of {@link Retry}.
 */
final class Rest {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Link link;
  private final HttpClient http;

  Rest(Link link) {
    this.link = link;
    this.http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  }

  String tenant() {
    return "/api/v1/tenants/" + link.config().tenant();
  }

  String stableTenant() {
    return "/api/v1/stable/tenants/" + link.config().tenant();
  }

  CompletionStage<JsonNode> get(RestPath path) {
    return link.repeating(() -> send("GET", path, null), Retry.REPEATABLE);
  }

  CompletionStage<JsonNode> post(RestPath path, Map<String, ?> body) {
    return link.repeating(() -> send("POST", path, body), Retry.CAREFUL);
  }

  CompletionStage<Void> patch(RestPath path, Map<String, ?> body) {
    return link.repeating(() -> send("PATCH", path, body), Retry.REPEATABLE).thenAccept(node -> {});
  }

  /** What is not there is deleted: the answer to an earlier try may have been lost. */
  CompletionStage<Void> delete(RestPath path) {
    return link.repeating(() -> send("DELETE", path, null), Retry.REPEATABLE)
        .handle(
            (node, failure) -> {
              if (failure == null || isMissing(failure)) {
                return CompletableFuture.<Void>completedFuture(null);
              }
              return CompletableFuture.<Void>failedFuture(failure);
            })
        .thenCompose(stage -> stage);
  }

  private static boolean isMissing(Throwable failure) {
    return failure instanceof HatchetException known && known.kind() == Kind.NOT_FOUND;
  }

  private CompletionStage<JsonNode> send(
      String method, RestPath path, @Nullable Map<String, ?> body) {
    var request =
        HttpRequest.newBuilder(URI.create(link.config().serverUrl() + path.toString()))
            .timeout(Retry.REPEATABLE.deadline())
            .header("Authorization", "Bearer " + link.config().token().text())
            .header("Accept", "application/json");
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(Json.of(body).text()));
    }
    var call = method + " " + path;
    return http.sendAsync(request.build(), BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                failure == null ? answer(call, response) : unreachable(call, failure))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<JsonNode> answer(String call, HttpResponse<String> response) {
    int status = response.statusCode();
    if (status < 200 || status > 299) {
      return CompletableFuture.failedFuture(refused(call, status, response.body()));
    }
    return CompletableFuture.completedFuture(parsed(response.body()));
  }

  private CompletionStage<JsonNode> unreachable(String call, Throwable failure) {
    var cause =
        failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
    return CompletableFuture.failedFuture(
        new HatchetException(
            cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? Kind.UNREACHABLE
                : Kind.UNANSWERED,
            "%s: the REST API at '%s' is not reached (%s); check that hatchet-api runs, and HATCHET_CLIENT_SERVER_URL"
                .formatted(call, link.config().serverUrl(), cause),
            cause));
  }

  private HatchetException refused(String call, int status, String body) {
    var said = parsed(body).path("errors").path(0).path("description").asText("");
    var kind =
        switch (status) {
          case 401, 403 -> Kind.TOKEN;
          case 404 -> Kind.NOT_FOUND;
          case 409 -> Kind.EXISTS;
          case 429 -> Kind.LIMITED;
          default -> status < 500 ? Kind.INVALID : Kind.ENGINE;
        };
    return new HatchetException(
        kind,
        "%s at '%s': status %d%s"
            .formatted(call, link.config().serverUrl(), status, said.isEmpty() ? "" : ", " + said));
  }

  private static JsonNode parsed(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
