package dev.sojourn.runtime.outside;

import dev.sojourn.runtime.outside.Hosts.Lookup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks programs of others over HTTP: one text there, one bounded answer back, over connections that
 * stay open. No redirect is followed, and neither keys nor bodies come up in an error.
 */
public final class OutsideHttp {
  private static final int CONNECT_MS = 10_000;
  private static final int KEEP_ALIVE_S = 20;

  private final Vertx vertx;
  private final HttpClient client;
  private final Hosts hosts;
  private final Bounds bounds;

  /**
   * How much is asked at once, and how long and how much is listened to.
   *
   * @param connections at most so many to one address and port
   * @param patience how long one exchange may take once it is connected; to connect may take as
   *     long, but no more than ten seconds
   * @param longest so many bytes of an answer are taken
   * @param cuts whether a longer answer, or one that stops coming, is taken as far as it came, once
   *     its status is there; else it is none
   */
  public record Bounds(int connections, Duration patience, int longest, boolean cuts) {}

  /** Connections of this process. */
  public static OutsideHttp of(Vertx vertx, Bounds bounds) {
    return new OutsideHttp(vertx, bounds, InetAddress::getAllByName);
  }

  OutsideHttp(Vertx vertx, Bounds bounds, Lookup lookup) {
    this.vertx = vertx;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) Math.min(CONNECT_MS, bounds.patience().toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_S)
                .setVerifyHost(true),
            new PoolOptions().setHttp1MaxSize(bounds.connections()));
    this.hosts = new Hosts(vertx, lookup);
    this.bounds = bounds;
  }

  /**
   * Whether a URL may be asked, as far as can be told now; the failure says why not. Each exchange
   * looks again, since names can come to mean something else.
   */
  public Future<Void> check(URI url, Reach reach) {
    return reach == Reach.ANYWHERE ? Future.succeededFuture() : address(url, reach).mapEmpty();
  }

  /** The answer to a request; fails if none comes in time, or if it is too long. */
  public Future<Answer> ask(Ask ask) {
    if (Vertx.currentContext() != null) {
      return asked(ask);
    }
    // Only on a context of Vert.x are answers heard on the turn that brings them.
    Promise<Answer> answer = Promise.promise();
    vertx.runOnContext(here -> asked(ask).onComplete(answer));
    return answer.future();
  }

  private Future<Answer> asked(Ask ask) {
    var reach = ask.reach();
    var address =
        reach == null ? Future.<SocketAddress>succeededFuture() : address(ask.url(), reach);
    return address
        .timeout(bounds.patience().toMillis(), TimeUnit.MILLISECONDS)
        .compose(server -> client.request(options(ask, server)))
        .compose(request -> exchanged(request, ask.body()));
  }

  /** Ends all connections, those in use too. */
  public Future<Void> close() {
    return client.close().eventually(hosts::close);
  }

  private Future<SocketAddress> address(URI url, Reach reach) {
    try {
      Reach.checked(url);
    } catch (IllegalArgumentException wrong) {
      return Future.failedFuture(wrong);
    }
    return hosts.of(url.getHost()).map(all -> reach.of(url, all));
  }

  private static RequestOptions options(Ask ask, @Nullable SocketAddress server) {
    var options = new RequestOptions().setMethod(HttpMethod.valueOf(ask.method()));
    options.setAbsoluteURI(ask.url().toString());
    options.putHeader("Accept", "application/json").putHeader("User-Agent", "sojourn");
    ask.headers().forEach(options::putHeader);
    options.setFollowRedirects(false);
    if (server != null) {
      options.setServer(server);
    }
    return options;
  }

  /** The body is listened to on the turn that brings the answer, for later it may be gone. */
  private Future<Answer> exchanged(HttpClientRequest request, Buffer body) {
    var reading = new Reading(bounds.longest(), bounds.cuts());
    return request
        .send(body)
        .compose(reading::of)
        .timeout(bounds.patience().toMillis(), TimeUnit.MILLISECONDS)
        .recover(reading::without)
        .onComplete(
            done -> {
              if (!reading.isWhole()) {
                request.reset();
              }
            });
  }

  /** A failure in a few words: nobody answered in time, or what went wrong. */
  public static String inWords(Throwable lost) {
    return lost instanceof TimeoutException
        ? "no answer in time"
        : Optional.ofNullable(lost.getMessage()).orElse(lost.getClass().getSimpleName());
  }
}
