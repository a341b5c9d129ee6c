package dev.sojourn.bench;

import dev.sojourn.runtime.config.DatabaseUrl;
import dev.sojourn.runtime.database.EmbeddedPostgres;
import dev.sojourn.runtime.database.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs benches by name, each on a database of its own, and prints one line for each. */
final class Bench {
  private static final Map<String, String> SERVER =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "shared_buffers", "2GB",
          "max_wal_size", "2GB",
          "checkpoint_timeout", "5min");

  /** One bench: what it measures on a stage. */
  @FunctionalInterface
  private interface Measure {
    Figures on(Stage stage) throws Exception;
  }

  private static final List<Map.Entry<String, Measure>> ALL =
      List.of(
          Map.entry("h1", stage -> new IngestBench(stage).known()),
          Map.entry("h1b", stage -> new IngestBench(stage).batches()),
          Map.entry("h1e", stage -> new IngestBench(stage).entering()),
          Map.entry("h2", stage -> new EngineBench(stage).threeSteps()),
          Map.entry("h2m", stage -> new EngineBench(stage).oneMail()),
          Map.entry("h3", stage -> new EngineBench(stage).step()),
          Map.entry("h4", stage -> new EngineBench(stage).parked()),
          Map.entry("h5", stage -> new TimeBench(stage).restart()),
          Map.entry("h6", stage -> new TimeBench(stage).lateness()),
          Map.entry("h7", stage -> new KitBench(stage).year()),
          Map.entry("h8", stage -> new KillBench(stage).cycles()),
          Map.entry("h9", stage -> new CheckBench(stage).verdicts()),
          Map.entry("hatchet", stage -> new HatchetBench(stage).beside()),
          Map.entry("evicted", stage -> new EvictionBench(stage).evicted()),
          Map.entry("email", stage -> new EmailBench(stage).sends()),
          Map.entry("webhooks", stage -> new WebhookBench(stage).deliveries()),
          Map.entry("import", stage -> new ImportBench(stage).contacts()));

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    String wanted = arguments.length == 1 ? arguments[0] : "";
    List<Map.Entry<String, Measure>> chosen =
        ALL.stream().filter(one -> wanted.equals("all") || one.getKey().equals(wanted)).toList();
    if (chosen.isEmpty()) {
      System.err.println(
          "bench/run takes one of "
              + ALL.stream().map(Map.Entry::getKey).toList()
              + " or 'all', not '"
              + wanted
              + "'");
      System.exit(2);
    }
    Path home =
        Files.createTempDirectory(
            "sojourn-bench",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    boolean done = false;
    try {
      String given = System.getenv("DATABASE_URL");
      if (given != null && !given.isBlank()) {
        run(chosen, DatabaseUrl.parse(given), home);
      } else {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home.resolve("postgres"), SERVER)) {
          run(chosen, server.url(), home);
        }
      }
      done = true;
    } finally {
      if (done) {
        delete(home);
      } else {
        System.err.println("what the services logged lies below " + home);
      }
    }
  }

  private static void delete(Path home) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private static void run(List<Map.Entry<String, Measure>> chosen, DatabaseUrl server, Path home)
      throws Exception {
    for (Map.Entry<String, Measure> one : chosen) {
      String name = "bench_" + one.getKey() + "_" + ProcessHandle.current().pid();
      try (BenchDatabase admin = new BenchDatabase(server)) {
        admin.run("create database " + name);
      }
      DatabaseUrl url = server.withName(name);
      Migrations.run(url, Optional.empty());
      Path mine = Files.createDirectories(home.resolve(one.getKey()));
      Stage stage = new Stage(url, Path.of("bench", "bundle").toAbsolutePath(), mine);
      try (BenchDatabase fresh = new BenchDatabase(url)) {
        if (!fresh.text("show synchronous_commit").equals("on")) {
          throw new IllegalStateException(
              "the database has synchronous_commit off; figures count only with it on");
        }
      }
      System.out.println(one.getValue().on(stage).line());
      try (BenchDatabase admin = new BenchDatabase(server)) {
        admin.run("drop database " + name + " with (force)");
      }
    }
  }
}
