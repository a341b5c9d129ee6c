package dev.sojourn.runtime.app;

import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.BadSettings;
import dev.sojourn.runtime.config.Environment;
import dev.sojourn.runtime.config.Mode;
import dev.sojourn.runtime.database.DatabaseGone;
import dev.sojourn.runtime.database.EmbeddedFailed;
import dev.sojourn.runtime.database.HomeInUse;
import dev.sojourn.runtime.database.HomeUnusable;
import dev.sojourn.runtime.database.MigrationFailed;
import dev.sojourn.runtime.database.SchemaBehind;
import dev.sojourn.runtime.engine.EngineDisagrees;
import dev.sojourn.runtime.journey.DryRuns;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 failed, 2 used or set wrongly. */
@Command(
    name = "sojourn",
    description = "Lifecycle journeys for your contacts, as Groovy scripts.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      MigrateCommand.class,
      CheckCommand.class,
      WhyCommand.class,
      SendsCommand.class,
      EngineCommand.class,
      KeysCommand.class,
      DoctorCommand.class
    },
    footer = {
      "",
      "For authors, from a checkout:",
      "  new <dir>           writes a bundle to begin with",
      "  test <bundle>       runs the specs of a bundle",
      "  simulate <journey>  plays a journey on virtual time",
      "",
      "Settings are environment variables; docs/settings.md lists them."
    })
public final class Main implements Runnable {
  /** Failures whose sentence says all; any other is a bug, and told with its trace. */
  private static final List<Class<? extends Exception>> SAID =
      List.of(
          NotStarted.class,
          HomeInUse.class,
          HomeUnusable.class,
          EmbeddedFailed.class,
          MigrationFailed.class,
          SchemaBehind.class,
          DatabaseGone.class,
          EngineDisagrees.class,
          HatchetException.class,
          DryRuns.Unreachable.class);

  private final Lifetime lifetime;

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  private Main(Lifetime lifetime) {
    this.lifetime = lifetime;
  }

  /** Runs the command in the arguments. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Lifetime lifetime = Lifetime.ofProcess();
    int code = run(arguments, lifetime);
    lifetime.close();
    System.exit(code);
  }

  /**
   * A service that is named by a word alone starts before there is anything that reads command
   * lines, which would take a tenth of its start.
   */
  private static int run(String[] arguments, Lifetime lifetime) {
    Main main = new Main(lifetime);
    try {
      return switch (arguments.length == 1 ? arguments[0] : "") {
        case "api" -> main.api();
        case "worker" -> main.worker();
        case "all" -> main.all();
        case "dev" -> main.dev();
        default -> line(lifetime).execute(arguments);
      };
    } catch (Exception failure) {
      return told(failure, line(lifetime));
    }
  }

  /** The whole command line. */
  static CommandLine line(Lifetime lifetime) {
    return new CommandLine(new Main(lifetime))
        .setExecutionExceptionHandler((failure, line, parsed) -> told(failure, line));
  }

  @Override
  public void run() {
    throw new ParameterException(
        line(),
        "which command? One of: api, worker, all, migrate, deploy, dev, bootstrap, check, why,"
            + " sends, keys, engine, doctor");
  }

  @Command(description = "Takes events and answers questions over HTTP.")
  int api() {
    return serve(Mode.API);
  }

  @Command(description = "Advances journeys and sends mails.")
  int worker() {
    return serve(Mode.WORKER);
  }

  @Command(description = "Both in one process.")
  int all() {
    return serve(Mode.ALL);
  }

  @Command(description = "Publishes the bundle to all processes; exits 1 if a file was refused.")
  int deploy() {
    AppConfig config = AppConfig.from(Mode.MIGRATE, Environment.variables());
    Logs.open(config.logLevel());
    return new Deploy(Hosting.eventLoops(lifetime), config, line().getOut()).run().await() == 0
        ? 0
        : 1;
  }

  @Command(
      description = {
        "Everything in one process, with a database of its own unless DATABASE_URL is given,",
        "and hot reload."
      })
  int dev() {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    new DevMode(Environment.variables(), lifetime, out).start();
    lifetime.await();
    return 0;
  }

  @Command(
      description = {
        "Makes a checkout ready to run on PostgreSQL, Redis and Hatchet in containers: writes"
            + " .env,",
        "starts them, mints a token and a key. What is done already stays as it is."
      })
  int bootstrap() {
    Logs.open("warn");
    Path checkout = Path.of(System.getProperty("sojourn.checkout", "")).toAbsolutePath();
    new Bootstrap(checkout, new Docker(checkout, "docker"), line().getOut()).run(lifetime);
    return 0;
  }

  private int serve(Mode mode) {
    AppConfig config = AppConfig.from(mode, Environment.variables());
    Logs.open(config.logLevel());
    if (mode.hasHttp()) {
      Ports.available("PORT", config.http().port());
    } else {
      config.http().metricsPort().ifPresent(port -> Ports.available("METRICS_PORT", port));
    }
    Hosting.rooms(Hosting.eventLoops(lifetime), config, lifetime);
    lifetime.await();
    return 0;
  }

  private CommandLine line() {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    return spec.commandLine();
  }

  private static int told(Exception failure, CommandLine line) {
    PrintWriter err = line.getErr();
    if (failure instanceof BadSettings bad) {
      err.println("sojourn: these settings cannot be used:");
      bad.problems().forEach(problem -> err.println("  " + problem));
      return 2;
    }
    if (SAID.stream().noneMatch(kind -> kind.isInstance(failure))) {
      LoggerFactory.getLogger(Main.class).error("the process ends on a failure", failure);
    }
    err.println("sojourn: " + failure.getMessage());
    return 1;
  }

  /** What the manifest says. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "Sojourn " + Optional.ofNullable(version).orElse("(not packaged)"),
        "Java ${java.version}, ${os.name} ${os.arch}"
      };
    }
  }
}
