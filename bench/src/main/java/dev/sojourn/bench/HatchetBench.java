package dev.sojourn.bench;

import dev.sojourn.hatchet.fake.FakeHatchet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Journeys on Hatchet beside the local engine in the same run: on the fake, which is in this
 * process, and on a real engine where {@code HATCHET_CLIENT_TOKEN} is set.
 */
final class HatchetBench {
  private static final int ENTRIES = 3_000;
  private static final int JOURNEYS = 3_000;
  private static final int SLEEPERS = 500;
  private static final int IN_FLIGHT = 64;
  private static final String OF = "(select id from names where name = 'journey:%s')";
  private static final String LATENESS =
      """
      select percentile_cont(?) within group (order by extract(epoch from e.ended_at - d.due_at) * 1000)
      from bench_due d join enrolments e on e.id = d.id
      """;

  private final Stage stage;

  HatchetBench(Stage stage) {
    this.stage = stage;
  }

  /** Every figure once for each engine. */
  Figures beside() throws Exception {
    Figures figures = new Figures("hatchet");
    measure(figures, "local", Map.of("ENGINE", "local"));
    try (FakeHatchet fake = FakeHatchet.open()) {
      measure(figures, "fake", hatchet(fake.environment()));
    }
    if (!System.getenv().getOrDefault("HATCHET_CLIENT_TOKEN", "").isBlank()) {
      Map<String, String> namespace =
          Map.of("HATCHET_CLIENT_NAMESPACE", "bench" + ProcessHandle.current().pid());
      measure(figures, "real", hatchet(namespace));
    }
    return figures;
  }

  private static Map<String, String> hatchet(Map<String, String> where) {
    Map<String, String> settings = new HashMap<>(where);
    settings.put("ENGINE", "hatchet");
    return settings;
  }

  private void measure(Figures figures, String engine, Map<String, String> settings)
      throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      database.run("truncate runs, journal, enrolments, outbox");
      database.run("delete from installation where name = 'engine'");
      database.run(
          "create table if not exists bench_due(id bigint primary key, due_at timestamptz)");
      database.run("truncate bench_due");
      try (Service service = stage.service(settings)) {
        service.post("{\"name\":\"bench.three\",\"userId\":\"first\"}");
        database.await("select 1 - count(*) from enrolments", 0, 20);
        figures
            .with(engine + "_started_per_s", started(service, database))
            .with(engine + "_three_steps_per_s", threeSteps(service, database));
        doze(service, database);
        figures
            .with(engine + "_late_p50_ms", database.number(LATENESS, 0.5))
            .with(engine + "_late_p99_ms", database.number(LATENESS, 0.99));
      }
    }
  }

  /** From the first event to the last run that has committed its first segment. */
  private static double started(Service service, BenchDatabase database) throws Exception {
    long begin = System.nanoTime();
    post(service, "bench.entered", 0, ENTRIES);
    String left =
        "select " + ENTRIES + " - count(*) from runs where segment > 0 and task = " + of("parked");
    return ENTRIES / ((database.await(left, 0, 20) - begin) / 1e9);
  }

  private static double threeSteps(Service service, BenchDatabase database) throws Exception {
    double before = database.number("select count(*) from enrolments");
    long begin = System.nanoTime();
    post(service, "bench.three", 0, JOURNEYS);
    String left = "select " + (before + JOURNEYS) + " - count(*) from enrolments";
    return JOURNEYS / ((database.await(left, 0, 20) - begin) / 1e9);
  }

  private static void doze(Service service, BenchDatabase database) throws Exception {
    post(service, "bench.doze", 0, SLEEPERS);
    database.await(
        "select " + SLEEPERS + " - count(*) from runs where segment > 0 and task = " + of("doze"),
        0,
        20);
    database.run("insert into bench_due select id, due_at from runs where task = " + of("doze"));
    database.await("select count(*) from runs where task = " + of("doze"), 0, 50);
  }

  private static String of(String journey) {
    return OF.formatted(journey);
  }

  /** One event each of people with these numbers, some at a time. */
  static void post(Service service, String event, int from, int to) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    Semaphore flight = new Semaphore(IN_FLIGHT);
    CompletableFuture<?>[] all = new CompletableFuture<?>[to - from];
    URI events = URI.create("http://127.0.0.1:" + service.port() + "/v1/events");
    for (int i = from; i < to; i++) {
      String body = "{\"name\":\"%s\",\"userId\":\"%s-%d\"}".formatted(event, event, i);
      HttpRequest request =
          HttpRequest.newBuilder(events)
              .header("Authorization", "Bearer " + Service.KEY)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      flight.acquire();
      all[i - from] =
          client
              .sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .whenComplete((answer, failure) -> flight.release())
              .thenAccept(HatchetBench::accepted);
    }
    CompletableFuture.allOf(all).join();
  }

  private static void accepted(HttpResponse<String> answer) {
    if (answer.statusCode() != 202) {
      throw new IllegalStateException("an event was refused: " + answer.body());
    }
  }
}
