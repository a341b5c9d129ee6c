package dev.sojourn.runtime.http;

import io.vertx.core.Future;

/** The API's document, for whoever develops against it; production keeps it to itself. */
final class DocumentRoutes {
  private final boolean production;

  DocumentRoutes(HttpConfig config) {
    this.production = config.production();
  }

  void mount(Routes routes) {
    routes.add(
        PublicTable.DOCUMENT,
        request ->
            production
                ? Future.failedFuture(Refusal.noRoute(request.request()))
                : Future.succeededFuture(Answer.ok(OpenApi.document())));
  }
}
