package dev.sojourn.bench;

/** H1 and H1e: events taken in over HTTP, next to a server that only group-commits the body. */
final class IngestBench {
  private static final int CONNECTIONS = 256;
  private static final int WARM_UP_S = 10;
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
    Figures figures = new Figures("h1");
    double reached;
    try (Service service = stage.service()) {
      var full = stage.load(load(service.port(), Events.Kind.KNOWN, people, 0));
      var half =
          stage.load(load(service.port(), Events.Kind.KNOWN, people, (int) (full.perSecond() / 2)));
      reached = full.perSecond();
      figures
          .with("events_per_s", full.perSecond())
          .with("p50_ms", full.p50Ms())
          .with("p99_ms", full.p99Ms())
          .with("half_load_p99_ms", half.p99Ms())
          .with("failed", (double) (full.failed() + half.failed()));
    }
    return against(figures, Events.Kind.KNOWN, reached);
  }

  /** Contacts never seen before, each enrolled by its first event. */
  Figures entering() throws Exception {
    Figures figures = new Figures("h1e");
    double reached;
    try (Service service = stage.service()) {
      var full = stage.load(load(service.port(), Events.Kind.NEW, 1, 0));
      reached = full.perSecond();
      figures
          .with("events_per_s", full.perSecond())
          .with("p50_ms", full.p50Ms())
          .with("p99_ms", full.p99Ms())
          .with("failed", (double) full.failed());
    }
    return against(figures, Events.Kind.NEW, reached);
  }

  private Figures against(Figures figures, Events.Kind kind, double reached) throws Exception {
    int port = 3999;
    var limit = stage.limit(load(port, kind, 200_000, 0), port);
    return figures
        .with("limit_per_s", limit.perSecond())
        .with("ratio", reached / limit.perSecond());
  }

  private static LoadGenerator.Load load(int port, Events.Kind kind, int people, int rate) {
    return new LoadGenerator.Load(
        "127.0.0.1", port, Service.KEY, kind, people, CONNECTIONS, WARM_UP_S, MEASURE_S, rate);
  }
}
