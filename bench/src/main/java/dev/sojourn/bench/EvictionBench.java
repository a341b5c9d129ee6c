package dev.sojourn.bench;

import dev.sojourn.hatchet.fake.FakeHatchet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The memory that journeys take in a worker while they wait in Hatchet, out of it: the fake engine,
 * which remembers them all, is in this process, and the worker in one of its own.
 */
final class EvictionBench {
  private static final int FEW = 1_000;
  private static final int MANY = 100_000;

  /** So many are under way at once, as an outbox and a worker have them in ordinary times. */
  private static final int WAVE = 1_000;

  /** After its last eviction a worker still asks about it for some seconds. */
  private static final int LINGER_S = 6;

  private static final String WAITING =
      "select %d - count(*) from runs where hatchet_park is not null";

  private final Stage stage;

  EvictionBench(Stage stage) {
    this.stage = stage;
  }

  /** What the worker's heap holds with few and with many of them, one after the other. */
  Figures evicted() throws Exception {
    try (FakeHatchet fake = FakeHatchet.open();
        BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      Map<String, String> settings = new HashMap<>(fake.environment());
      settings.put("ENGINE", "hatchet");
      try (Service service = stage.service(settings)) {
        enter(service, database, 0, FEW);
        double few = rested(service);
        enter(service, database, FEW, MANY);
        double many = rested(service);
        return new Figures("evicted").with("waiting_1k_mib", few).with("waiting_100k_mib", many);
      }
    }
  }

  /** Lets people enter a journey that sleeps, up to a number, until all of them wait in Hatchet. */
  private static void enter(Service service, BenchDatabase database, int from, int to)
      throws Exception {
    for (int done = from; done < to; done += WAVE) {
      HatchetBench.post(service, "bench.entered", done, done + WAVE);
      database.await(WAITING.formatted(done + WAVE), 0, 50);
    }
  }

  private static double rested(Service service) throws Exception {
    TimeUnit.SECONDS.sleep(LINGER_S);
    return service.liveHeapMib();
  }
}
