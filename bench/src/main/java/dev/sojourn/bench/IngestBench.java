package dev.sojourn.bench;

/** H1 and H1e: events taken in over HTTP, next to a server that only group-commits the body. */
final class IngestBench {
  private static final int CONNECTIONS = 512;
  private static final int WARM_UP_S = 15;
  private static final int MEASURE_S = 15;

  private final Stage stage;

  IngestBench(Stage stage) {
    this.stage = stage;
  }

  /** Known contacts, an event that triggers nothing. */
  Figures known() throws Exception {
    int people = 200_000;
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      new Seeds(database).people(people);
    }
    Stage.Measured full;
    Stage.Measured half;
    try (Service service = stage.service()) {
      full = stage.load(load(service.port(), Events.Kind.KNOWN, people, 0));
      half =
          stage.load(load(service.port(), Events.Kind.KNOWN, people, (int) (full.perSecond() / 2)));
    }
    return figures("h1", Events.Kind.KNOWN, full)
        .with("half_load_p99_ms", half.p99Ms())
        .with("failed", full.failed() + half.failed());
  }

  /** Contacts never seen before, each enrolled by its first event. */
  Figures entering() throws Exception {
    Stage.Measured full;
    try (Service service = stage.service()) {
      full = stage.load(load(service.port(), Events.Kind.NEW, 1, 0));
    }
    return figures("h1e", Events.Kind.NEW, full).with("failed", full.failed());
  }

  private Figures figures(String name, Events.Kind kind, Stage.Measured full) throws Exception {
    int port = 3999;
    var limit = stage.limit(load(port, kind, 200_000, 0), port);
    return new Figures(name)
        .with("events_per_s", full.perSecond())
        .with("p50_ms", full.p50Ms())
        .with("p99_ms", full.p99Ms())
        .with("limit_per_s", limit.perSecond())
        .with("ratio", full.perSecond() / limit.perSecond());
  }

  private static LoadGenerator.Load load(int port, Events.Kind kind, int people, int rate) {
    return new LoadGenerator.Load(
        "127.0.0.1", port, Service.KEY, kind, people, CONNECTIONS, WARM_UP_S, MEASURE_S, rate);
  }
}
