package dev.sojourn.testkit.cli;

import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.testkit.JourneyTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a journey on virtual time and prints what happens. */
@Command(
    name = "simulate",
    description = {
      "Plays a journey on virtual time and prints what happens.",
      "Without events, each contact gets the event that enrols."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  private static final String ENDING = ".groovy";
  private static final Instant FIRST = Instant.parse("2026-01-05T09:00:00Z");
  private static final int MOST_CONTACTS = 1_000_000;

  @Parameters(
      paramLabel = "journey",
      description = "its id, or its file <bundle>/journeys/<id>.groovy")
  private String journey = "";

  @Option(
      names = "--bundle",
      paramLabel = "dir",
      defaultValue = "${env:SOJOURN_BUNDLE:-.}",
      description = "where an id is looked for: $SOJOURN_BUNDLE or the working directory otherwise")
  private Path bundle = Path.of(".");

  @Option(
      names = "--events",
      paramLabel = "file",
      description = {
        "one event a line, as the API takes them, with 'timestamp' or 'after' (2d from the start);",
        "one that names no userId or email happens to every contact"
      })
  private @Nullable Path events;

  @Option(names = "--contacts", paramLabel = "n", description = "how many play it (default 1)")
  private int contacts = 1;

  @Option(
      names = "--until",
      paramLabel = "time",
      description = "how long, such as 30d, 12h, 90m (default 30d)")
  private String until = "30d";

  @Option(
      names = "--start",
      paramLabel = "instant",
      description = "when it begins (default the first event, or 2026-01-05T09:00:00Z)")
  private @Nullable Instant start;

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (contacts < 1 || contacts > MOST_CONTACTS) {
      throw wrong(
          "--contacts takes a number from 1 to " + MOST_CONTACTS + ", not '" + contacts + "'");
    }
    var id = id();
    var directory = directory();
    if (!Files.isRegularFile(directory.resolve("journeys").resolve(id + ENDING))) {
      throw wrong(
          "no journey '%s' in '%s'; expected the file 'journeys/%s.groovy' there"
              .formatted(id, directory, id));
    }
    var script = events();
    var from = start != null ? start : script.first().orElse(FIRST);
    var played = new Simulation(id, from, length());
    var test = JourneyTest.of(directory, id);
    if (script.isForAnybody() || script.named().isEmpty()) {
      for (var number = 1; number <= contacts; number++) {
        var name = "contact" + number + "@example.com";
        played.play(name, test.another(), script.of(null));
      }
    }
    for (var name : script.named()) {
      played.play(name, test.another(), script.of(name));
    }
    command().commandLine().getOut().println(json ? played.json() : played.text());
    return 0;
  }

  /** The events of the file, or the one that enrols; a date comes a day after the start. */
  private EventFile events() throws IOException {
    if (events != null) {
      return EventFile.read(events);
    }
    var file = directory().resolve("journeys").resolve(id() + ENDING);
    try (var compiler = new ScriptCompiler()) {
      var script = compiler.compile("journeys/" + id() + ENDING, Files.readString(file));
      var entry = script.definition().entry();
      var date = entry.date();
      return date == null
          ? EventFile.ofTrigger(entry.trigger().event())
          : EventFile.ofDate(date, start == null ? FIRST : start);
    }
  }

  private Duration length() {
    try {
      return Span.read(until);
    } catch (IllegalArgumentException e) {
      throw wrong("--until: " + e.getMessage());
    }
  }

  /** The id, without what stands around it in the name of a file. */
  private String id() {
    if (!journey.endsWith(ENDING)) {
      return journey;
    }
    var name = String.valueOf(Path.of(journey).getFileName());
    return name.substring(0, name.length() - ENDING.length());
  }

  /** The bundle that the journey's file lies in, or that is named. */
  private Path directory() {
    var folder = journey.endsWith(ENDING) ? Path.of(journey).toAbsolutePath().getParent() : null;
    var around = folder == null ? null : folder.getParent();
    return around == null ? bundle : around;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    return spec;
  }
}
