package dev.sojourn.runtime.app;

import dev.sojourn.core.replay.Json;
import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.hatchet.HatchetConfig;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.Environment;
import dev.sojourn.runtime.config.Mode;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.engine.ActiveEngine;
import dev.sojourn.runtime.engine.hatchet.EngineMove;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Says which engine runs the journeys, and moves them to the other one. */
@Command(
    name = "engine",
    description = "Says which engine runs the journeys, and moves them to the other one.",
    mixinStandardHelpOptions = true)
final class EngineCommand implements Runnable {
  private static final String TOKEN = "HATCHET_CLIENT_TOKEN";

  private final Map<String, String> environment;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "one JSON object instead of text")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  EngineCommand() {
    this(Environment.variables());
  }

  EngineCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(line().commandLine(), "which? One of: show, move");
  }

  @Command(description = "Which engine runs the journeys of this installation.")
  int show() {
    return with(
        (vertx, database) ->
            new ActiveEngine(database)
                .recorded()
                .map(
                    engine -> {
                      Map<String, Object> fields =
                          Map.of("engine", engine.isEmpty() ? "none yet" : engine);
                      tell(fields, String.valueOf(fields.get("engine")));
                      return 0;
                    }));
  }

  @Command(
      description = {
        "Moves the live runs of all journeys to an engine, while no process runs.",
        "An interrupted move is run again."
      })
  int move(
      @Option(names = "--to", required = true, description = "local or hatchet") String to,
      @Option(names = "--force", description = "even if some process seems to run") boolean force) {
    if (!to.equals("local") && !to.equals("hatchet")) {
      throw new ParameterException(
          line().commandLine(), "--to '" + to + "' is not one of local, hatchet");
    }
    boolean toHatchet = to.equals("hatchet");
    if (toHatchet && environment.getOrDefault(TOKEN, "").isBlank()) {
      throw new NotStarted(
          "the journeys were not moved: " + TOKEN + " is not set, and workers would not find them",
          null);
    }
    return with((vertx, database) -> moved(vertx, database, toHatchet, force));
  }

  private Future<Integer> moved(Vertx vertx, Database database, boolean toHatchet, boolean force) {
    EngineMove move = new EngineMove(vertx, database, new Outbox(vertx, database));
    return move.others()
        .compose(
            others ->
                others > 0 && !force
                    ? Future.failedFuture(new NotStarted(running(others), null))
                    : toHatchet ? move.toHatchet(this::progress) : toLocal(move))
        .map(
            runs -> {
              String to = toHatchet ? "hatchet" : "local";
              tell(
                  Map.of("engine", to, "moved", runs),
                  "%d live runs moved; the journeys run on '%s' now".formatted(runs, to));
              return 0;
            });
  }

  private static String running(int others) {
    return "the journeys were not moved: "
        + others
        + " other processes have said within the last minutes that they run; stop them, or use"
        + " --force if they were killed";
  }

  private Future<Long> toLocal(EngineMove move) {
    if (environment.getOrDefault(TOKEN, "").isBlank()) {
      return move.toLocal(null, this::progress);
    }
    HatchetClient client = HatchetClient.open(HatchetConfig.from(environment));
    return move.toLocal(client, this::progress).onComplete(done -> client.close());
  }

  private void progress(long runs) {
    if (!json && runs > 0) {
      out().printf("%d moved%n", runs);
      out().flush();
    }
  }

  private void tell(Map<String, Object> fields, String text) {
    out().println(json ? Json.write(fields) : text);
  }

  private interface Work {
    Future<Integer> on(Vertx vertx, Database database);
  }

  /** Does this on the database, whatever engine this environment is set to, and for what. */
  private int with(Work work) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("ENGINE", "local");
    settings.remove("HATCHET_PUSH_EVENTS");
    AppConfig config = AppConfig.from(Mode.MIGRATE, settings);
    Logs.open(config.logLevel());
    Vertx vertx = Vertx.vertx();
    try {
      return GuardedDatabase.during(vertx, config, database -> work.on(vertx, database)).await();
    } finally {
      vertx.close().await();
    }
  }

  private PrintWriter out() {
    return line().commandLine().getOut();
  }

  private CommandSpec line() {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    return spec;
  }
}
