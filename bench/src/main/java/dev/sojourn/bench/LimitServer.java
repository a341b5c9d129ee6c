package dev.sojourn.bench;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A process that serves as {@link BodyServer}, with the table that it writes. */
record LimitServer(DatabaseUrl database, int port, Process process) implements AutoCloseable {
  static LimitServer start(DatabaseUrl url, int port) throws Exception {
    try (BenchDatabase database = new BenchDatabase(url)) {
      database.run("create table bodies(body text not null)");
    }
    List<String> command = new ArrayList<>(Service.java());
    command.addAll(List.of(BodyServer.class.getName(), url.text(), String.valueOf(port)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    LimitServer server = new LimitServer(url, port, process);
    if (process.getInputStream().readNBytes(5).length < 5) {
      server.close();
      throw new IOException("the body server did not start");
    }
    return server;
  }

  @Override
  public void close() throws SQLException {
    process.destroyForcibly().onExit().join();
    try (BenchDatabase bench = new BenchDatabase(database)) {
      bench.run("drop table bodies");
    }
  }
}
