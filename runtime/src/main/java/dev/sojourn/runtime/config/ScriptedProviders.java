package dev.sojourn.runtime.config;

import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.provider.ProviderFile;
import dev.sojourn.runtime.config.TransportConfig.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/**
 * The files in {@code providers/} of a bundle as they are at the start, when all mistakes are told.
 *
 * @param files where they lie
 * @param here whether they may ask this machine
 */
record ScriptedProviders(ScriptFiles files, boolean here) {
  ScriptedProviders(Path directory, boolean here) {
    this(new ScriptFiles(directory), here);
  }

  /** Their names, in order. */
  List<String> ids() {
    return files.ids();
  }

  /** The provider of a file; what is wrong with it, and which secrets are missing, is told. */
  Way read(Settings settings, String id) {
    var file = files.shown(id);
    try {
      var service = ProviderFile.compile(file, id, files.source(id));
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
