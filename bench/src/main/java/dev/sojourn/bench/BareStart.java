package dev.sojourn.bench;

import dev.sojourn.runtime.config.DatabaseUrl;

/**
 * The limit that a restart is held against: a JVM that starts, connects, asks for one due run, and
 * ends.
 */
final class BareStart {
  private BareStart() {}

  public static void main(String[] arguments) throws Exception {
    try (BenchDatabase database = new BenchDatabase(DatabaseUrl.parse(arguments[0]))) {
      database.number(
          "select count(*) from (select id from runs where due_at <= now() order by due_at limit 1) due");
    }
  }
}
