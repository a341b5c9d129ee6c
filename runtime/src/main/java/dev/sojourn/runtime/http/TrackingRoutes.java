package dev.sojourn.runtime.http;

import dev.sojourn.runtime.tracking.Caller;
import dev.sojourn.runtime.tracking.Tracking;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the links and pixels of mails lead. For everybody; answered without a word to the database.
 * HEAD is answered as GET and noted by nobody.
 */
final class TrackingRoutes {
  /** One transparent pixel. */
  private static final Buffer PIXEL =
      Buffer.buffer(
          Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"));

  private static final List<String> PURPOSES =
      List.of("sec-purpose", "purpose", "x-purpose", "x-moz");

  private final Tracking tracking;
  private final int proxies;

  /**
   * Routes of a process.
   *
   * @param proxies how many of the operator's own stand before it
   */
  TrackingRoutes(Tracking tracking, int proxies) {
    this.tracking = tracking;
    this.proxies = proxies;
  }

  void mount(Routes routes) {
    routes.addWithHead(PublicTable.CLICK, this::click);
    routes.addWithHead(PublicTable.OPENED, this::open);
  }

  private Future<Answer> click(RoutingContext request) {
    String to = tracking.follow(request.pathParam("word"), caller(request.request()));
    request.response().putHeader(HttpHeaders.LOCATION, to);
    return Future.succeededFuture(new Answer(302, "text/plain; charset=utf-8", Buffer.buffer()));
  }

  private Future<Answer> open(RoutingContext request) {
    Caller caller = caller(request.request());
    if (caller != null) {
      tracking.opened(request.pathParam("id"), caller);
    }
    return Future.succeededFuture(new Answer(200, "image/gif", PIXEL));
  }

  /** Who asks; null for one who only looks whether there is something. */
  private @Nullable Caller caller(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      return null;
    }
    String purpose =
        PURPOSES.stream()
            .map(request::getHeader)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    String ip = Whence.of(request, proxies).ip();
    return new Caller(ip, request.getHeader(HttpHeaders.USER_AGENT), purpose);
  }
}
