package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import dev.sojourn.core.schedule.RetryAfter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a mail service over HTTP: one JSON text there, one bounded answer back, over connections
 * that stay open. No redirect is followed, and neither keys nor bodies come up in an error.
 */
final class MailHttp {
  /** The longest that one exchange may take; a connection takes less to come about. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int CONNECT_MS = 10_000;
  private static final int KEEP_ALIVE_S = 20;
  private static final int LONGEST_ANSWER = 64 << 10;

  private final HttpClient client;
  private final Duration patience;

  /**
   * Connections for so many mails at once.
   *
   * @param patience how long an exchange may take once it is connected
   */
  MailHttp(Vertx vertx, int connections, Duration patience) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_MS)
                .setKeepAliveTimeout(KEEP_ALIVE_S)
                .setVerifyHost(true),
            new PoolOptions().setHttp1MaxSize(connections));
    this.patience = patience;
  }

  /**
   * What a service answered.
   *
   * @param retryAfter what it asked for, if anything
   * @param body at most 64 KiB
   */
  record Answer(int status, Optional<Duration> retryAfter, String body) {
    /** The body as a JSON object; empty if it is none. */
    Map<?, ?> json() {
      try {
        return Json.read(body) instanceof Map<?, ?> map ? map : Map.of();
      } catch (IllegalArgumentException garbage) {
        return Map.of();
      }
    }

    /** A text in that object, or null. */
    @Nullable String text(String name) {
      return json().get(name) instanceof String text && !text.isBlank() ? text : null;
    }

    /** A number in that object, or nothing. */
    Optional<Long> number(String name) {
      return json().get(name) instanceof Number number
          ? Optional.of(number.longValue())
          : Optional.empty();
    }

    /** Whether it is one of success. */
    boolean isGood() {
      return status >= 200 && status < 300;
    }

    /** Whether the service has too much to do. */
    boolean isThrottled() {
      return status == 429;
    }

    /** Whether the service is at fault, not what it was asked. */
    boolean isOutage() {
      return status >= 500;
    }
  }

  /**
   * What a service is asked.
   *
   * @param server where the connection goes, or null for where the URL leads
   */
  record Post(
      URI url,
      @Nullable SocketAddress server,
      Map<String, String> headers,
      String contentType,
      String body) {}

  /** The answer to a JSON text; fails if none comes, or if it is too long. */
  Future<Answer> post(URI url, Map<String, String> headers, String json) {
    return post(new Post(url, null, headers, "application/json", json));
  }

  /** The answer to a request; fails if none comes, or if it is too long. */
  Future<Answer> post(Post post) {
    var options = new RequestOptions().setMethod(HttpMethod.POST);
    options.setAbsoluteURI(post.url().toString());
    options.putHeader("Accept", "application/json").putHeader("User-Agent", "sojourn");
    post.headers().forEach(options::putHeader);
    options.putHeader("Content-Type", post.contentType());
    if (post.server() != null) {
      options.setServer(post.server());
    }
    var body = Buffer.buffer(post.body());
    return client.request(options).compose(request -> exchanged(request, body));
  }

  Future<Void> close() {
    return client.close();
  }

  private Future<Answer> exchanged(HttpClientRequest request, Buffer body) {
    return request
        .send(body)
        .compose(MailHttp::read)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(lost -> request.reset());
  }

  private static Future<Answer> read(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    var body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(body));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > LONGEST_ANSWER) {
            whole.tryFail("the answer is longer than " + LONGEST_ANSWER + " bytes");
          } else {
            body.appendBuffer(chunk);
          }
        });
    var retryAfter = RetryAfter.of(response.getHeader("Retry-After"), response.getHeader("Date"));
    return whole.future().map(all -> new Answer(response.statusCode(), retryAfter, all.toString()));
  }
}
