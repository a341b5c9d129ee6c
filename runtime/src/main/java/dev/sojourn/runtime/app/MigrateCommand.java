package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.Environment;
import dev.sojourn.runtime.config.Mode;
import dev.sojourn.runtime.database.Migrations;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Brings the schema up to date, and is told what became of a change that broke off. */
@Command(
    name = "migrate",
    description = "Brings the database's schema up to date.",
    mixinStandardHelpOptions = true,
    subcommands = MigrateCommand.Repair.class)
final class MigrateCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  MigrateCommand() {
    this(Environment.variables());
  }

  MigrateCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    AppConfig config = config();
    Map<String, Integer> made = Migrations.run(config.database().url(), folder(config));
    made.forEach((track, count) -> say(spec, track + ": " + count + " changes made"));
    return 0;
  }

  private AppConfig config() {
    AppConfig config = AppConfig.from(Mode.MIGRATE, environment);
    Logs.open(config.logLevel());
    return config;
  }

  private static Optional<Path> folder(AppConfig config) {
    return Optional.of(config.bundle().changelog());
  }

  private static void say(@Nullable CommandSpec spec, String line) {
    if (spec != null) {
      spec.commandLine().getOut().println(line);
    }
  }

  /** What became of a change that was to be made without a transaction, and broke off. */
  @Command(
      name = "repair",
      description =
          "Says what became of a change that broke off half done; 'migrate' goes on then.",
      mixinStandardHelpOptions = true)
  static final class Repair implements Callable<Integer> {
    @ParentCommand private @Nullable MigrateCommand parent;

    @ArgGroup(multiplicity = "1")
    private Became became = new Became();

    @Spec private @Nullable CommandSpec spec;

    /** One of both. */
    static final class Became {
      @Option(names = "--mark-applied", paramLabel = "<change>", description = "it is complete")
      private @Nullable String applied;

      @Option(names = "--mark-reverted", paramLabel = "<change>", description = "it is undone")
      private @Nullable String reverted;
    }

    @Override
    public Integer call() {
      AppConfig config = (parent == null ? new MigrateCommand() : parent).config();
      boolean isApplied = became.applied != null;
      String change = String.valueOf(isApplied ? became.applied : became.reverted);
      if (!Migrations.repair(config.database().url(), folder(config), change, isApplied)) {
        throw new NotStarted(
            "no change '" + change + "' broke off; there is nothing to repair", null);
      }
      say(spec, change + " is marked as " + (isApplied ? "applied" : "reverted"));
      return 0;
    }
  }
}
