package dev.sojourn.runtime.app;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.config.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A running service, as commands ask it: {@code SOJOURN_URL} with {@code SOJOURN_ADMIN_KEY} or
 * {@code ADMIN_API_KEY}, or what {@code dev} left in its home.
 *
 * @param url without a slash at the end
 * @param key may do what is asked
 */
record Remote(String url, String key) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * The service that the environment names.
   *
   * @throws NotStarted if none is named, and none of {@code dev} is in the home, or its URL is none
   */
  static Remote of(Map<String, String> environment) {
    String url = Environment.value(environment, "SOJOURN_URL");
    String key = Environment.value(environment, "SOJOURN_ADMIN_KEY");
    key = key.isEmpty() ? Environment.value(environment, "ADMIN_API_KEY") : key;
    Path home = Path.of(environment.getOrDefault("SOJOURN_HOME", ".sojourn")).toAbsolutePath();
    if (url.isBlank() || key.isBlank()) {
      Map<String, String> dev = DevKeys.settings(home);
      url = url.isBlank() ? dev.getOrDefault("SOJOURN_URL", "") : url;
      key = key.isBlank() ? dev.getOrDefault("SOJOURN_ADMIN_KEY", "") : key;
    }
    if (url.isBlank() || key.isBlank()) {
      throw new NotStarted(
          "no service to ask: expected SOJOURN_URL and SOJOURN_ADMIN_KEY, or a 'dev' in '"
              + home
              + "'; set them, or start './sojourn dev'",
          null);
    }
    return new Remote(bare(url), key);
  }

  private static String bare(String url) {
    String bare = url.replaceAll("/+$", "");
    try {
      URI uri = new URI(bare);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return bare;
      }
    } catch (URISyntaxException e) {
      throw noUrl(url, e);
    }
    throw noUrl(url, null);
  }

  private static NotStarted noUrl(String url, @Nullable URISyntaxException e) {
    return new NotStarted("SOJOURN_URL: '" + url + "' is not of the form https://host", e);
  }

  /**
   * What the service answers.
   *
   * @param accept the type that is wanted
   * @throws NotStarted if it cannot be reached
   */
  HttpResponse<String> get(String path, String accept) {
    return answer(asked(path).header("Accept", accept).GET().build());
  }

  /**
   * What the service answers to being told to do something.
   *
   * @throws NotStarted if it cannot be reached
   */
  HttpResponse<String> post(String path) {
    return answer(asked(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  /**
   * What the service answers to being sent JSON.
   *
   * @throws NotStarted if it cannot be reached
   */
  HttpResponse<String> post(String path, String json) {
    return answer(
        asked(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  /**
   * What the service answers to being told to take something away.
   *
   * @throws NotStarted if it cannot be reached
   */
  HttpResponse<String> delete(String path) {
    return answer(asked(path).DELETE().build());
  }

  /** The failure of a command whose question was refused. */
  NotStarted refusal(HttpResponse<String> answer) {
    String body = answer.body();
    String said =
        body.startsWith("{") && Json.read(body) instanceof Map<?, ?> fields
            ? String.valueOf(fields.get("error"))
            : body;
    return new NotStarted(
        "the service at '%s' answers %d: %s".formatted(url, answer.statusCode(), said), null);
  }

  private HttpRequest.Builder asked(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private HttpResponse<String> answer(HttpRequest request) {
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new NotStarted(
          "the service at '" + url + "' does not answer: " + reason(e) + "; is it running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotStarted("the question to '" + url + "' was interrupted", e);
    }
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** The key hides itself. */
  @Override
  public String toString() {
    return "Remote[" + url + "]";
  }
}
