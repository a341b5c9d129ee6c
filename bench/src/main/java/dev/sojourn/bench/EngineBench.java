package dev.sojourn.bench;

import java.util.concurrent.TimeUnit;

/** H2, H2m, H3 and H4: runs carried from start to end, and what a parked one costs. */
final class EngineBench {
  private static final String LEFT =
      """
      select count(*) from (
        select from runs
        where task = (select id from names where kind = 'task' and name = 'journey:%s') limit 1) one
      """;

  private final Stage stage;

  EngineBench(Stage stage) {
    this.stage = stage;
  }

  /**
   * Three steps without a mail, in two commits since the wait parks; the limit appends two rows.
   */
  Figures threeSteps() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl());
        Service service = stage.service()) {
      service.post("{\"name\":\"bench.three\",\"userId\":\"first\"}");
      double perSecond = perSecond(database, "three-steps", 30_000, 120_000);
      double limit = JournalLimit.rowsPerSecond(database, journalOf(database), 200_000) / 2;
      return new Figures("h2")
          .with("journeys_per_s", perSecond)
          .with("limit_per_s", limit)
          .with("ratio", perSecond / limit);
    }
  }

  /** The time of one step, both cores busy. */
  Figures step() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl());
        Service service = stage.service()) {
      service.post("{\"name\":\"bench.three\",\"userId\":\"first\"}");
      double perSecond = perSecond(database, "three-steps", 30_000, 90_000);
      double limit = JournalLimit.rowsPerSecond(database, journalOf(database), 200_000) / 2;
      return new Figures("h3")
          .with("us_per_step", 1e6 / (perSecond * 3))
          .with("limit_us", 1e6 / (limit * 3))
          .with("ratio", perSecond / limit);
    }
  }

  /** One mail each into the log provider, counted when the journey has ended. */
  Figures oneMail() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl());
        Service service = stage.service()) {
      service.post(
          "{\"name\":\"bench.mail\",\"userId\":\"first\",\"email\":\"first@example.com\"}");
      double perSecond = perSecond(database, "one-mail", 4_000, 20_000);
      double limit = JournalLimit.rowsPerSecond(database, journalOf(database), 100_000);
      return new Figures("h2m")
          .with("journeys_per_s", perSecond)
          .with("limit_per_s", limit)
          .with("ratio", perSecond / limit)
          .with("sent", (long) database.number("select count(*) from sends where status = 'sent'"));
    }
  }

  /** The bytes of an enrolment parked through the API, and one-step journeys from start to end. */
  Figures parked() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl());
        Service service = stage.service()) {
      String size = "select pg_total_relation_size('runs') + pg_total_relation_size('journal')";
      database.run("truncate runs, journal");
      double before = database.number(size);
      stage.load(
          new LoadGenerator.Load(
              "127.0.0.1", service.port(), Service.KEY, Events.Kind.NEW, 1, 128, 0, 15, 0));
      database.await("select count(*) from runs where segment = 0", 0, 100);
      double parked = database.number("select count(*) from runs");
      double bytes = (database.number(size) - before) / parked;
      service.post("{\"name\":\"bench.one\",\"userId\":\"first\"}");
      double perSecond = perSecond(database, "one-step", 30_000, 150_000);
      double limit = JournalLimit.rowsPerSecond(database, journalOf(database), 200_000);
      return new Figures("h4")
          .with("bytes", bytes)
          .with("parked", (long) parked)
          .with("one_step_per_s", perSecond)
          .with("limit_per_s", limit)
          .with("ratio", perSecond / limit);
    }
  }

  private static double perSecond(BenchDatabase database, String journey, int warmUp, int count)
      throws Exception {
    String left = LEFT.formatted(journey);
    database.await(left, 0, 10);
    Seeds seeds = new Seeds(database);
    run(database, seeds, journey, warmUp, left);
    TimeUnit.SECONDS.sleep(2);
    return count / (run(database, seeds, journey, count, left) / 1e9);
  }

  private static long run(
      BenchDatabase database, Seeds seeds, String journey, int count, String left)
      throws Exception {
    seeds.startedRuns(journey, count);
    long begin = System.nanoTime();
    database.run("notify sojourn_runs");
    return database.await(left, 0, 50) - begin;
  }

  private static String journalOf(BenchDatabase database) throws Exception {
    return database.text("select entries from journal order by run_id desc, segment desc limit 1");
  }
}
