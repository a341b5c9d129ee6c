package dev.sojourn.bench;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** H5 and H6: how soon due runs are taken up, after a crash, one by one, and as a herd. */
final class TimeBench {
  private static final int SLEEPERS = 1_000_000;
  private static final int HERD = 100_000;
  private static final String LATENESS =
      """
      select percentile_cont(?) within group (order by extract(epoch from e.ended_at - d.due_at) * 1000)
      from bench_due d join enrolments e on e.id = d.id where d.due_at >= ?::timestamptz
      """;

  private final Stage stage;

  TimeBench(Stage stage) {
    this.stage = stage;
  }

  /** {@code kill -9} with a million sleepers, then the first wake that was due meanwhile. */
  Figures restart() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      Seeds seeds = sleepers(database);
      try (Service killed = stage.service()) {
        killed.kill();
      }
      seeds.parkedRuns("nap", 100, "now()");
      double ended = database.number("select count(*) from enrolments");
      try (Service again =
          Service.start(stage.databaseUrl().text(), stage.bundle(), stage.home(), Map.of())) {
        long first = database.await("select " + (ended + 1) + " - count(*) from enrolments", 0, 2);
        double took = (first - again.execAt()) / 1e9;
        double bare = stage.bareStartSeconds();
        return new Figures("h5")
            .with("first_wake_s", took)
            .with("limit_s", bare)
            .with("ratio", bare / took)
            .with("sleepers", SLEEPERS);
      }
    }
  }

  /** Lateness at 200 a second, then 100 000 due in one instant, with a million asleep. */
  Figures lateness() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      Seeds seeds = sleepers(database);
      Figures figures = new Figures("h6");
      double idle;
      try (Service service = stage.service()) {
        service.ready();
        seeds.parkedRuns("nap", 1_000, "now() + n * interval '5 milliseconds'");
        database.run("notify sojourn_runs");
        awaitNaps(database);
        String since = database.text("select now()::text");
        seeds.parkedRuns(
            "nap", 4_000, "now() + interval '2 seconds' + n * interval '5 milliseconds'");
        database.run("notify sojourn_runs");
        awaitNaps(database);
        figures
            .with("p50_ms", database.number(LATENESS, 0.5, since))
            .with("p99_ms", database.number(LATENESS, 0.99, since));
        idle = idleQueries(database);
      }
      String due = database.text("select (now() + interval '25 seconds')::text");
      seeds.parkedRuns("nap", HERD, "'" + due + "'::timestamptz");
      try (Service cold = stage.service()) {
        cold.ready();
        database.await("select extract(epoch from '" + due + "'::timestamptz - now())", 0, 5);
        long begin = System.nanoTime();
        double herd = (awaitNaps(database) - begin) / 1e9;
        double limit = onlyEnding(seeds, database);
        return figures
            .with("herd_s", herd)
            .with("limit_s", limit)
            .with("ratio", limit / herd)
            .with("idle_queries_per_10s", idle);
      }
    }
  }

  /** The same herd, only moved from runs to enrolments by one statement. */
  private static double onlyEnding(Seeds seeds, BenchDatabase database) throws Exception {
    seeds.parkedRuns("nap", HERD, "now() + interval '1 day'");
    long begin = System.nanoTime();
    database.run(
        """
        with gone as (
          delete from runs where task = (select id from names where name = 'journey:nap') returning *)
        insert into enrolments(id, tenant, contact_id, event_id, ended_at, journey, version, status)
        select id, tenant, subject, event_id, now(), task, version, 'completed' from gone
        """);
    return (System.nanoTime() - begin) / 1e9;
  }

  private Seeds sleepers(BenchDatabase database) throws Exception {
    Seeds seeds = new Seeds(database);
    try (Service service = stage.service()) {
      service.post("{\"name\":\"bench.entered\",\"userId\":\"sleeper\"}");
      service.post("{\"name\":\"bench.nap\",\"userId\":\"napper\"}");
      awaitNaps(database);
      database.await("select count(*) from runs where segment = 0", 0, 20);
    }
    if (database.number("select count(*) from runs") < SLEEPERS) {
      seeds.parkedRuns("parked", SLEEPERS, "now() + interval '20 days' + n * interval '1 second'");
      database.run("vacuum (analyze) runs, journal, contacts, events");
      database.run("checkpoint");
    }
    return seeds;
  }

  private static long awaitNaps(BenchDatabase database) throws Exception {
    return database.await(
        """
        select count(*) from (
          select from runs where task = (select id from names where name = 'journey:nap') limit 1) one
        """,
        0,
        20);
  }

  /** What the service asks while nothing happens; the server's own upkeep is not its. */
  private static double idleQueries(BenchDatabase database) throws Exception {
    String transactions =
        "select sum(xact_commit + xact_rollback) from pg_stat_database where datname = current_database()";
    upkeep(database, "off");
    TimeUnit.SECONDS.sleep(12);
    double before = database.number(transactions);
    TimeUnit.SECONDS.sleep(60);
    double asked = database.number(transactions) - before - 1;
    upkeep(database, "on");
    return asked / 6;
  }

  private static void upkeep(BenchDatabase database, String state) throws SQLException {
    database.run("alter system set autovacuum = " + state);
    database.run("select pg_reload_conf()");
  }
}
