package dev.sojourn.runtime.bundle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one file: a version to put in force, or an error, and then the version before it
 * stays.
 *
 * @param path below the bundle's directory
 * @param version null when there is an error
 * @param error null when there is a version
 * @param warnings what is doubtful about the version, one line each
 */
record Checked(
    String path,
    Kind kind,
    String id,
    @Nullable Version version,
    @Nullable String error,
    List<String> warnings) {
  static Checked good(Kind kind, String id, Version version, List<String> warnings) {
    return new Checked(kind.path(id), kind, id, version, null, List.copyOf(warnings));
  }

  static Checked bad(Kind kind, String id, String error) {
    return new Checked(kind.path(id), kind, id, null, error, List.of());
  }
}
