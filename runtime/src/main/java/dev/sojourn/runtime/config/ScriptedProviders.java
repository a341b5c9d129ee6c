package dev.sojourn.runtime.config;

import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.provider.ProviderFile;
import dev.sojourn.runtime.config.TransportConfig.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files in {@code providers/} of a bundle. They are read once, at the start.
 *
 * @param directory where they lie; it need not exist
 * @param here whether they may ask this machine
 */
record ScriptedProviders(Path directory, boolean here) {
  private static final String ENDING = ".groovy";
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,30}");

  /** Their names, in order. */
  List<String> ids() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .filter(name -> ID.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** The provider of a file; what is wrong with it, and which secrets are missing, is told. */
  Way read(Settings settings, String id) {
    var file = "providers/" + id + ENDING;
    try {
      var source = Files.readString(directory.resolve(id + ENDING));
      var service = ProviderFile.compile(file, id, source);
      var secrets = new HashMap<String, String>();
      for (var name : service.secrets()) {
        settings
            .text(name)
            .ifPresentOrElse(
                value -> secrets.put(name, value),
                () -> settings.problem(name, "is not set, though " + file + " asks for it"));
      }
      return new Way.Scripted(id, service, secrets, here);
    } catch (InvalidScript wrong) {
      wrong.diagnostics().forEach(one -> settings.problem("EMAIL_PROVIDER", one.toString()));
    } catch (IOException unreadable) {
      settings.problem("EMAIL_PROVIDER", "file '" + file + "' cannot be read");
    }
    return new Way.Log();
  }
}
