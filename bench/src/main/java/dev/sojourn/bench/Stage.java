package dev.sojourn.bench;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What every bench stands on.
 *
 * @param databaseUrl a migrated database of this bench alone
 * @param bundle the journeys and templates of the benches
 * @param home where services write their logs and mails
 */
record Stage(DatabaseUrl databaseUrl, Path bundle, Path home) {
  /** Starts the service and waits until it is ready. */
  Service service() throws IOException, InterruptedException {
    return service(Map.of());
  }

  /** The same with settings of its own. */
  Service service(Map<String, String> settings) throws IOException, InterruptedException {
    return Service.start(databaseUrl.text(), bundle, home, settings).ready();
  }

  /** The seconds that a bare JVM takes to start, connect and ask for one due run. */
  double bareStartSeconds() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Service.java());
    command.addAll(List.of(BareStart.class.getName(), databaseUrl.text()));
    long begin = System.nanoTime();
    new ProcessBuilder(command).inheritIO().start().waitFor();
    return (System.nanoTime() - begin) / 1e9;
  }

  /** What a load generator measured. */
  record Measured(double perSecond, double p50Ms, double p99Ms, long ok, long failed) {}

  /** Runs a load generator in a process of its own. */
  Measured load(LoadGenerator.Load load) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Service.java());
    command.add(LoadGenerator.class.getName());
    command.addAll(load.arguments());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String[] words =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .strip()
            .split(" ");
    process.waitFor();
    if (words.length != 5) {
      throw new IOException("the load generator measured nothing");
    }
    return new Measured(
        Double.parseDouble(words[0]),
        Double.parseDouble(words[1]) / 1000,
        Double.parseDouble(words[2]) / 1000,
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }

  /** The server that only group-commits bodies, ready on a port. */
  LimitServer limitServer(int port) throws Exception {
    return LimitServer.start(databaseUrl, port);
  }
}
