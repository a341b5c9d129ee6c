package dev.sojourn.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The Groovy files of one directory of a bundle, each named for what it declares.
 *
 * @param directory where they lie; it need not exist
 */
record ScriptFiles(Path directory) {
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

  /** How errors name one, such as {@code providers/acme.groovy}. */
  String shown(String id) {
    return directory.getFileName() + "/" + id + ENDING;
  }

  String source(String id) throws IOException {
    return Files.readString(directory.resolve(id + ENDING));
  }
}
