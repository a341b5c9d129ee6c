package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API's document, for whoever develops against it; production keeps it to itself. */
final class DocumentRoutes {
  private static final String HTML = "text/html; charset=utf-8";

  private final boolean production;
  private volatile @Nullable Answer document;
  private volatile @Nullable Answer page;

  DocumentRoutes(HttpConfig config) {
    this.production = config.production();
  }

  void mount(Routes routes) {
    routes.add(PublicTable.DOCUMENT, request -> shown(request, this::document));
    routes.add(PublicTable.PAGE, request -> shown(request, () -> page(request)));
  }

  private Future<Answer> shown(RoutingContext request, Supplier<Answer> answer) {
    return production
        ? Future.failedFuture(Refusal.noRoute(request.request()))
        : Future.succeededFuture(answer.get());
  }

  /** Made once, when it is first asked for. */
  private Answer document() {
    Answer made = document;
    if (made == null) {
      made = Answer.ok(OpenApi.document());
      document = made;
    }
    return made;
  }

  /** What it shows is ours alone, and nothing that stands in it is run. */
  private Answer page(RoutingContext request) {
    request
        .response()
        .putHeader(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
                + " frame-ancestors 'none'");
    Answer made = page;
    if (made == null) {
      made = new Answer(200, HTML, Buffer.buffer(DocumentPage.html()));
      page = made;
    }
    return made;
  }
}
