package dev.sojourn.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Deliveries per second to a hundred endpoints, and how late they are at a steady pace; the same
 * while five of them hang; beside the recorder's own limit.
 */
final class WebhookBench {
  private static final int ENDPOINTS = 100;
  private static final int HANGING = 5;
  private static final int WARM_UP = 50;
  private static final int FLOOD = 300;
  private static final int PACED = 100;
  private static final long APART_MS = 100;
  private static final int LIMIT_REQUESTS = 60_000;

  private static final String ENDPOINT =
      """
      insert into webhook_endpoints(id, url, kind, secret, secret_prefix, event_types, created_at,
        updated_at)
      select n, ?::text || '/ok/' || n, 'webhook',
        'plain:whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', 'whsec_AAECAw',
        '{contact.updated}', now(), now()
      from generate_series(1, ?) n
      """;

  private static final String HANG =
      """
      update webhook_endpoints
      set url = replace(url, '/ok/', '/hang/'), updated_at = now()
      where id <= ?
      """;

  private static final String MESSAGES =
      """
      insert into webhook_messages(id, type, body, created_at)
      select n, 'contact.updated',
        '{"id":"msg_' || n || '","type":"contact.updated","timestamp":"'
          || to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS')
          || 'Z","data":{"email":"ada@example.com","text":"' || repeat('x', 300) || '"}}',
        now()
      from generate_series(?, ?) n
      """;

  private static final String DELIVERIES =
      """
      insert into webhook_deliveries(id, endpoint_id, message_id, due_at, created_at)
      select m.id * 1000 + e.id, e.id, m.id, now(), now()
      from webhook_messages m, webhook_endpoints e
      where m.id between ? and ?
      """;

  private static final String LEFT =
      """
      select count(*) from (
        select from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
        where d.status in ('pending', 'sending') and e.url like '%/ok/%' limit 1) one
      """;

  private final Stage stage;
  private int seeded;

  WebhookBench(Stage stage) {
    this.stage = stage;
  }

  /** Both runs, and the limit. */
  Figures deliveries() throws Exception {
    int port = freePort();
    String url = "http://127.0.0.1:" + port;
    Process sink = started(WebhookSink.class, port);
    Service service = stage.service(Map.of());
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      database.update(ENDPOINT, url, ENDPOINTS);
      database.run("notify sojourn_subscriptions");
      flood(database, WARM_UP);
      double calm = perSecond(database, ENDPOINTS);
      double calmP99 = p99(database, url);
      database.update(HANG, HANGING);
      database.run("notify sojourn_subscriptions");
      double hanging = perSecond(database, ENDPOINTS - HANGING);
      double hangingP99 = p99(database, url);
      double limit = limit(port);
      return new Figures("webhooks")
          .with("deliveries_per_s", calm)
          .with("with_five_hanging_per_s", hanging)
          .with("p99_ms", calmP99)
          .with("with_five_hanging_p99_ms", hangingP99)
          .with("p99_ratio", hangingP99 / Math.max(1, calmP99))
          .with("limit_per_s", limit)
          .with("ratio", calm / limit);
    } finally {
      service.close();
      sink.destroyForcibly();
    }
  }

  private double perSecond(BenchDatabase database, int healthy) throws Exception {
    return (double) FLOOD * healthy / (flood(database, FLOOD) / 1e9);
  }

  private long flood(BenchDatabase database, int messages) throws Exception {
    seed(database, messages);
    long begin = System.nanoTime();
    database.run("notify sojourn_deliveries");
    return database.await(LEFT, 0, 20) - begin;
  }

  /** How late all but a hundredth are while one message comes each tenth of a second. */
  private double p99(BenchDatabase database, String url) throws Exception {
    taken(url);
    for (int i = 0; i < PACED; i++) {
      long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(APART_MS);
      seed(database, 1);
      database.run("notify sojourn_deliveries");
      LockSupport.parkNanos(next - System.nanoTime());
    }
    database.await(LEFT, 0, 20);
    return Double.parseDouble(taken(url).split(" ")[2]);
  }

  private void seed(BenchDatabase database, int messages) throws SQLException {
    int from = seeded + 1;
    seeded += messages;
    database.update(MESSAGES, from, seeded);
    database.update(DELIVERIES, from, seeded);
  }

  private static String taken(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url + "/taken")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Process started(Class<?> program, int port) throws IOException {
    List<String> command = new ArrayList<>(Service.java());
    command.addAll(List.of(program.getName(), String.valueOf(port)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (process.getInputStream().readNBytes(5).length < 5) {
      throw new IOException(program.getSimpleName() + " did not start");
    }
    return process;
  }

  private static double limit(int port) throws Exception {
    List<String> command = new ArrayList<>(Service.java());
    command.addAll(
        List.of(
            MailLimit.class.getName(),
            "http",
            String.valueOf(port),
            "64",
            String.valueOf(LIMIT_REQUESTS)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Double.parseDouble(said.strip());
  }
}
