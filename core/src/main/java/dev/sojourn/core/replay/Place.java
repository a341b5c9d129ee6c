package dev.sojourn.core.replay;

import dev.sojourn.dsl.compile.Script;
import java.util.OptionalInt;

/** Where in a script something happens: {@code journeys/welcome.groovy:8}. */
final class Place {
  private final String file;

  Place(Script script) {
    file = script.file();
  }

  /** The script as a whole. */
  String file() {
    return file;
  }

  /** The line of the script that called us. */
  String here() {
    return at(Script.currentLine());
  }

  /** The line of the script that threw, or that called what threw. */
  String of(Throwable thrown) {
    return at(Script.lineOf(thrown));
  }

  private String at(OptionalInt line) {
    return line.isPresent() ? file + ":" + line.getAsInt() : file;
  }
}
