package dev.sojourn.runtime.bundle;

import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.ScriptCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is right and wrong with the files of a directory, as a deploy would find it. Blocks. */
public final class Lint {
  private Lint() {}

  /**
   * What came of a bundle's files.
   *
   * @param journeys the scripts that could be put in force, by id
   * @param templates how many templates could be
   * @param problems what is wrong, {@code file:line:col: message}, in order of file
   * @param warnings what is doubtful, in the same form
   */
  public record Findings(
      Map<String, Script> journeys, int templates, List<String> problems, List<String> warnings) {
    public Findings {
      journeys = Map.copyOf(journeys);
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Compiles and checks what lies in a directory, without a database.
   *
   * @param compiler holds the compiled scripts until it is closed
   * @throws IOException if the directory cannot be read
   */
  public static Findings of(Path directory, ScriptCompiler compiler) throws IOException {
    var files = BundleFiles.read(directory);
    var holders = new Holders(compiler);
    var pieces = new ArrayList<Workbench.Piece>();
    new TreeMap<>(files.journeys())
        .forEach((id, source) -> pieces.add(Workbench.compile(holders, id, source)));
    var compiled =
        new Workbench.Pieces(
            pieces,
            TemplateSet.compile(files.templates()),
            Workbench.others(files, Map.of()),
            Workbench.lists(files));
    return findings(Validation.check(files, compiled, ActiveSet.NONE));
  }

  private static Findings findings(List<Checked> checked) {
    var journeys = new TreeMap<String, Script>();
    var problems = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    var templates = 0;
    for (var file : checked) {
      if (file.error() != null) {
        problems.addAll(file.error().lines().toList());
      } else if (file.version() instanceof Version.OfJourney journey) {
        journeys.put(file.id(), journey.script());
        warnings.addAll(file.warnings());
      } else if (file.kind() == Kind.TEMPLATE) {
        templates++;
      }
    }
    return new Findings(journeys, templates, problems, warnings);
  }
}
