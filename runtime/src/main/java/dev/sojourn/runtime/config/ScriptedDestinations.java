package dev.sojourn.runtime.config;

import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.provider.DestinationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files in {@code destinations/} of a bundle. They are read once, at the start.
 *
 * @param files where they lie
 */
record ScriptedDestinations(ScriptFiles files) {
  private static final String SETTING = "SOJOURN_BUNDLE";

  ScriptedDestinations(Path directory) {
    this(new ScriptFiles(directory));
  }

  /** The destinations by name; what is wrong with a file is told. */
  Map<String, DestinationFile> read(Settings settings) {
    var destinations = new TreeMap<String, DestinationFile>();
    for (var id : files.ids()) {
      var file = files.shown(id);
      try {
        destinations.put(id, DestinationFile.compile(file, id, files.source(id)));
      } catch (InvalidScript wrong) {
        wrong.diagnostics().forEach(one -> settings.problem(SETTING, one.toString()));
      } catch (IOException unreadable) {
        settings.problem(SETTING, "file '" + file + "' cannot be read");
      }
    }
    return destinations;
  }
}
