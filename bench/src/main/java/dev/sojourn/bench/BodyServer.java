package dev.sojourn.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The limit that ingest is held against: an HTTP server that does nothing but group-commit the raw
 * body of each request, one group in flight for each event loop, and answers 202 when it is
 * durable.
 */
final class BodyServer extends AbstractVerticle {
  private static final String INSERT = "insert into bodies(body) select unnest($1::text[])";
  private static final int GROUP = 512;

  /** A request whose body waits for the next group. */
  private record Waiting(HttpServerRequest request, String body) {}

  private final String databaseUrl;
  private final int port;
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean busy;

  private BodyServer(String databaseUrl, int port) {
    this.databaseUrl = databaseUrl;
    this.port = port;
  }

  /** Takes a database URL and a port; prints {@code ready}. */
  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    int port = Integer.parseInt(arguments[1]);
    vertx
        .deployVerticle(
            () -> new BodyServer(arguments[0], port),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .onSuccess(
            id -> {
              System.out.println("ready");
              System.out.flush();
            })
        .onFailure(
            failure -> {
              System.err.println("body server: " + failure);
              System.exit(1);
            });
  }

  @Override
  public void start(Promise<Void> started) {
    PgConnectOptions options =
        PgConnectOptions.fromUri(databaseUrl)
            .setCachePreparedStatements(true)
            .setPipeliningLimit(64);
    PgConnection.connect(vertx, options)
        .compose(
            connection ->
                vertx
                    .createHttpServer()
                    .requestHandler(request -> take(connection, request))
                    .listen(port))
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private void take(PgConnection connection, HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              waiting.add(new Waiting(request, body.toString()));
              flush(connection);
            });
  }

  private void flush(PgConnection connection) {
    if (busy || waiting.isEmpty()) {
      return;
    }
    busy = true;
    List<Waiting> group = new ArrayList<>(waiting.subList(0, Math.min(GROUP, waiting.size())));
    waiting.subList(0, group.size()).clear();
    store(connection, group)
        .onComplete(
            stored -> {
              busy = false;
              group.forEach(
                  one ->
                      one.request()
                          .response()
                          .setStatusCode(stored.succeeded() ? 202 : 500)
                          .end("{\"stored\":true}"));
              flush(connection);
            });
  }

  private static Future<?> store(PgConnection connection, List<Waiting> group) {
    String[] bodies = group.stream().map(Waiting::body).toArray(String[]::new);
    return connection.preparedQuery(INSERT).execute(Tuple.tuple().addArrayOfString(bodies));
  }
}
