package dev.sojourn.bench;

import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.runtime.journey.DryRuns;
import dev.sojourn.runtime.journey.JourneyVerdicts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** H9: how long the verdicts on many parked runs take. */
final class CheckBench {
  private static final int PARKED = 100_000;

  private final Stage stage;

  CheckBench(Stage stage) {
    this.stage = stage;
  }

  /**
   * A script that goes on otherwise, against a hundred thousand runs in a sleep; the limit reads
   * the same rows and does nothing with them.
   */
  Figures verdicts() throws Exception {
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl());
        ScriptCompiler compiler = new ScriptCompiler()) {
      try (Service service = stage.service()) {
        service.post("{\"name\":\"bench.entered\",\"userId\":\"sleeper\"}");
        database.await("select count(*) from runs where segment = 0", 0, 20);
      }
      new Seeds(database).parkedRuns("parked", PARKED, "now() + interval '20 days'");
      database.run("vacuum (analyze) runs, journal, contacts, events");
      String source = Files.readString(journey("parked"));
      String longer = source.replace("sleepFor 30.days", "sleepFor 30.days\n    checkpoint 'up'");
      Script script = compiler.compile("journeys/parked.groovy", longer);
      long begin = System.nanoTime();
      List<JourneyVerdicts> verdicts =
          DryRuns.against(stage.databaseUrl(), Map.of("parked", script), compiler);
      double took = (System.nanoTime() - begin) / 1e9;
      int gains = verdicts.stream().mapToInt(JourneyVerdicts::gains).sum();
      double limit = reading(database);
      return new Figures("h9")
          .with("verdicts_s", took)
          .with("limit_s", limit)
          .with("ratio", limit / took)
          .with("runs", (long) PARKED)
          .with("gains", (long) gains);
    }
  }

  private Path journey(String id) {
    return stage.bundle().resolve("journeys").resolve(id + ".groovy");
  }

  /** The seconds that it takes to read the journals of all runs and their contacts, and no more. */
  private static double reading(BenchDatabase database) throws Exception {
    long begin = System.nanoTime();
    database.number(
        """
        select sum(length(j.entries) + length(c.properties::text))
        from runs r join contacts c on c.id = r.subject
        join journal j on j.run_id = r.id and j.generation = r.generation
        """);
    return (System.nanoTime() - begin) / 1e9;
  }
}
