package dev.sojourn.runtime.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of settings, {@code NAME=value} a line, readable for its owner alone. What is changed is
 * there at once and as a whole; comments, order, and what nobody asked for stay as they are.
 */
final class EnvFile {
  private final Path file;
  private final List<String> lines;

  private EnvFile(Path file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  /** The file as it is; one of these lines, not yet written, if there is none. */
  static EnvFile read(Path file, List<String> otherwise) throws IOException {
    return new EnvFile(
        file, new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : otherwise));
  }

  /** The value of a name, without quotes around it; empty if it has none. */
  String value(String name) {
    return values().getOrDefault(name, "");
  }

  /** All names that have a value; of a name that stands twice, the last, as a shell reads it. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : lines) {
      String name = name(line);
      String value = name.isEmpty() ? "" : unquoted(line.substring(line.indexOf('=') + 1).strip());
      if (!value.isEmpty()) {
        values.put(name, value);
      } else {
        values.remove(name);
      }
    }
    return values;
  }

  /** Gives names these values, and writes the file anew. */
  void put(Map<String, String> changes) throws IOException {
    changes.forEach(this::put);
    Path whole =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".env",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(whole, lines);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void put(String name, String value) {
    int at = lines.size();
    for (int i = 0; i < lines.size(); i++) {
      at = name(lines.get(i)).equals(name) ? i : at;
    }
    if (at == lines.size()) {
      lines.add("");
    }
    lines.set(at, name + "=" + value);
  }

  /** The name that a line gives a value; empty if it gives none. */
  private static String name(String line) {
    String bare = line.strip();
    int equals = bare.indexOf('=');
    String name = equals < 0 ? "" : bare.substring(0, equals).strip();
    String own = name.startsWith("export ") ? name.substring("export ".length()).strip() : name;
    return own.matches("[A-Za-z_][A-Za-z0-9_]*") ? own : "";
  }

  private static String unquoted(String value) {
    boolean isQuoted =
        value.length() > 1
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }
}
