package dev.sojourn.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * H1, H1b and H1e: events taken in over HTTP, next to a server that only group-commits the body.
 * Both are warmed up, then measured in turn, window by window, so that what else the machine does
 * meets both alike.
 */
final class IngestBench {
  private static final int CONNECTIONS = 512;
  private static final int BATCH_CONNECTIONS = 16;
  private static final int PEOPLE = 200_000;
  private static final int LIMIT_PORT = 3999;
  private static final int FIRST_WARM_UP_S = 40;
  private static final int WARM_UP_S = 4;
  private static final int WINDOW_S = 10;
  private static final int WINDOWS = 5;

  private final Stage stage;

  IngestBench(Stage stage) {
    this.stage = stage;
  }

  /** Known contacts, an event that triggers nothing. */
  Figures known() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      new Seeds(database).people(PEOPLE);
    }
    try (Service service = stage.service();
        LimitServer limit = stage.limitServer(LIMIT_PORT)) {
      Windows windows = measured(service, limit, Events.Kind.KNOWN);
      int half = (int) (median(windows.ours, Stage.Measured::perSecond) / 2);
      Stage.Measured calm =
          stage.load(load(service.port(), Events.Kind.KNOWN, WARM_UP_S, WINDOW_S, half));
      return windows
          .figures("h1")
          .with("half_load_p99_ms", calm.p99Ms())
          .with("people", PEOPLE)
          .with("failed", windows.failed() + calm.failed());
    }
  }

  /** The same known contacts, a hundred events in each request to the batch route. */
  Figures batches() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl());
        Service service = stage.service()) {
      new Seeds(database).people(PEOPLE);
      int port = service.port();
      stage.load(batches(port, 0, FIRST_WARM_UP_S));
      long before = stored(database);
      List<Stage.Measured> windows = new ArrayList<>();
      for (int i = 0; i < WINDOWS; i++) {
        windows.add(stage.load(batches(port, WARM_UP_S, WINDOW_S)));
      }
      long counted = windows.stream().mapToLong(Stage.Measured::ok).sum();
      return new Figures("h1b")
          .with("events_per_s", median(windows, Stage.Measured::perSecond))
          .with("p50_ms", median(windows, Stage.Measured::p50Ms))
          .with("p99_ms", median(windows, Stage.Measured::p99Ms))
          .with("events_a_request", Events.Kind.BATCH.events())
          .with("missing", Math.max(0, counted - (stored(database) - before)))
          .with("failed", windows.stream().mapToLong(Stage.Measured::failed).sum());
    }
  }

  private static long stored(BenchDatabase database) throws SQLException {
    return Long.parseLong(database.text("select count(*) from events"));
  }

  private static LoadGenerator.Load batches(int port, int warmUp, int seconds) {
    return new LoadGenerator.Load(
        "127.0.0.1",
        port,
        Service.KEY,
        Events.Kind.BATCH,
        PEOPLE,
        BATCH_CONNECTIONS,
        warmUp,
        seconds,
        0);
  }

  /** Contacts never seen before, each enrolled by its first event. */
  Figures entering() throws Exception {
    try (Service service = stage.service();
        LimitServer limit = stage.limitServer(LIMIT_PORT)) {
      Windows windows = measured(service, limit, Events.Kind.NEW);
      return windows.figures("h1e").with("failed", windows.failed());
    }
  }

  private Windows measured(Service service, LimitServer limit, Events.Kind kind) throws Exception {
    stage.load(load(service.port(), kind, 0, FIRST_WARM_UP_S, 0));
    stage.load(load(limit.port(), kind, 0, FIRST_WARM_UP_S / 2, 0));
    Windows windows = new Windows(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < WINDOWS; i++) {
      windows.ours.add(stage.load(load(service.port(), kind, WARM_UP_S, WINDOW_S, 0)));
      windows.limits.add(stage.load(load(limit.port(), kind, WARM_UP_S, WINDOW_S, 0)));
    }
    return windows;
  }

  private static LoadGenerator.Load load(
      int port, Events.Kind kind, int warmUp, int seconds, int rate) {
    return new LoadGenerator.Load(
        "127.0.0.1", port, Service.KEY, kind, PEOPLE, CONNECTIONS, warmUp, seconds, rate);
  }

  private static double median(
      List<Stage.Measured> windows, ToDoubleFunction<Stage.Measured> figure) {
    return windows.stream().mapToDouble(figure).sorted().toArray()[windows.size() / 2];
  }

  /** What was measured in turn. */
  private record Windows(List<Stage.Measured> ours, List<Stage.Measured> limits) {
    Figures figures(String name) {
      double rate = median(ours, Stage.Measured::perSecond);
      double limit = median(limits, Stage.Measured::perSecond);
      return new Figures(name)
          .with("events_per_s", rate)
          .with("p50_ms", median(ours, Stage.Measured::p50Ms))
          .with("p99_ms", median(ours, Stage.Measured::p99Ms))
          .with("limit_per_s", limit)
          .with("ratio", rate / limit);
    }

    long failed() {
      return ours.stream().mapToLong(Stage.Measured::failed).sum();
    }
  }
}
