package dev.sojourn.testkit.cli;

import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the kit. Exit codes: 0 done, 1 failed, 2 used wrongly. */
@Command(
    name = "sojourn",
    description = "Tools for authors of journeys.",
    subcommands = {NewCommand.class, TestCommand.class, SimulateCommand.class},
    mixinStandardHelpOptions = true)
public final class AuthorTools implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /** Runs the command in the arguments. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    System.exit(line().execute(arguments));
  }

  /** The whole command line; a failure is one sentence. */
  static CommandLine line() {
    return new CommandLine(new AuthorTools())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              var said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
              line.getErr().println("sojourn: " + said);
              return 1;
            });
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "which command? One of: new, test, simulate");
    }
  }
}
