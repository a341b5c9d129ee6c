package dev.sojourn.runtime.app;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.runtime.bundle.Lint;
import dev.sojourn.runtime.config.DatabaseUrl;
import dev.sojourn.runtime.config.Environment;
import dev.sojourn.runtime.journey.DryRuns;
import dev.sojourn.runtime.journey.JourneyVerdicts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compiles and lints a bundle, and asks what its scripts would make of the live runs. */
@Command(
    name = "check",
    description = {
      "Compiles and lints a bundle; exits 1 if something is wrong.",
      "With --against, says what its scripts would make of the live runs of a database,",
      "which is only read; exits 1 if a run would diverge or fail."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final Pattern PROBLEM = Pattern.compile("(.+?):(\\d+)(?::(\\d+))?: (.*)");

  @Parameters(
      arity = "0..1",
      paramLabel = "bundle",
      description = "its directory; $SOJOURN_BUNDLE or the working directory otherwise")
  private @Nullable Path bundle;

  @Option(
      names = "--against",
      paramLabel = "URL",
      description = "the database, postgresql://user:password@host:port/name")
  private @Nullable String against;

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Logs.open("warn");
    Path directory = directory();
    DatabaseUrl url = url();
    try (ScriptCompiler compiler = new ScriptCompiler()) {
      Lint.Findings findings = Lint.of(directory, compiler);
      List<JourneyVerdicts> verdicts =
          url == null || !findings.problems().isEmpty()
              ? List.of()
              : DryRuns.against(url, findings.journeys(), compiler);
      PrintWriter out = command().commandLine().getOut();
      if (json) {
        out.println(Json.write(json(findings, verdicts)));
      } else {
        tell(out, findings, verdicts);
      }
      boolean isGood =
          findings.problems().isEmpty()
              && verdicts.stream().allMatch(one -> one.diverges() + one.fails() == 0);
      return isGood ? 0 : 1;
    }
  }

  private Path directory() {
    String named = Environment.variables().getOrDefault("SOJOURN_BUNDLE", "");
    Path directory = bundle == null ? Path.of(named) : bundle;
    if (!Files.isDirectory(directory.resolve("journeys"))) {
      throw new ParameterException(
          command().commandLine(),
          "'%s' has no directory 'journeys'; expected the directory of a bundle"
              .formatted(directory.toAbsolutePath().normalize()));
    }
    return directory;
  }

  private @Nullable DatabaseUrl url() {
    try {
      return against == null ? null : DatabaseUrl.parse(against);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command().commandLine(), "--against " + e.getMessage(), e);
    }
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    return spec;
  }

  private void tell(PrintWriter out, Lint.Findings findings, List<JourneyVerdicts> verdicts) {
    findings.problems().forEach(out::println);
    findings.warnings().forEach(out::println);
    int problems = findings.problems().size();
    out.printf(
        "%d journeys and %d templates are good, %s%n",
        findings.journeys().size(),
        findings.templates(),
        problems == 0 ? "nothing is wrong" : problems == 1 ? "1 problem" : problems + " problems");
    if (against == null) {
      return;
    }
    if (problems > 0) {
      out.println("the live runs were not looked at");
    } else if (verdicts.isEmpty()) {
      out.println("there are no live runs");
    }
    verdicts.forEach(one -> tell(out, one));
  }

  private static void tell(PrintWriter out, JourneyVerdicts one) {
    out.printf(
        "journey '%s': %d stay the same, %d go on otherwise, %d diverge, %d fail%s%n",
        one.journeyId(),
        one.same(),
        one.gains(),
        one.diverges(),
        one.fails(),
        one.removed() == 0 ? "" : ", " + one.removed() + " have no script here and keep their own");
    for (JourneyVerdicts.Finding finding : one.findings()) {
      out.printf("  %s %d: %s%n", finding.kind(), finding.count(), finding.message());
      out.printf("    such as %s%n", String.join(", ", finding.examples()));
    }
  }

  private static Map<String, Object> json(Lint.Findings findings, List<JourneyVerdicts> verdicts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("journeys", findings.journeys().size());
    json.put("templates", findings.templates());
    json.put("problems", findings.problems().stream().map(CheckCommand::problem).toList());
    json.put("warnings", findings.warnings().stream().map(CheckCommand::problem).toList());
    json.put("verdicts", verdicts.stream().map(CheckCommand::json).toList());
    return json;
  }

  private static Map<String, Object> problem(String text) {
    Map<String, Object> json = new LinkedHashMap<>();
    Matcher parts = PROBLEM.matcher(text);
    if (parts.matches()) {
      json.put("file", parts.group(1));
      json.put("line", Integer.valueOf(parts.group(2)));
      json.put("column", Integer.valueOf(parts.group(3) == null ? "1" : parts.group(3)));
    }
    json.put("message", parts.matches() ? parts.group(4) : text);
    return json;
  }

  private static Map<String, Object> json(JourneyVerdicts one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("journey", one.journeyId());
    json.put("same", one.same());
    json.put("gains", one.gains());
    json.put("diverges", one.diverges());
    json.put("fails", one.fails());
    json.put("removed", one.removed());
    json.put("findings", one.findings().stream().map(CheckCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(JourneyVerdicts.Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", finding.kind());
    json.put("message", finding.message());
    json.put("count", finding.count());
    json.put("examples", finding.examples());
    return json;
  }
}
