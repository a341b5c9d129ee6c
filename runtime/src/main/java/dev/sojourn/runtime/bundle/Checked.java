package dev.sojourn.runtime.bundle;

import org.jspecify.annotations.Nullable;

/**
 * What came of one file: a version to put in force, or an error, and then the version before it
 * stays.
 *
 * @param path below the bundle's directory
 * @param version null when there is an error
 * @param error null when there is a version
 */
record Checked(
    String path, Kind kind, String id, @Nullable Version version, @Nullable String error) {
  static Checked good(Kind kind, String id, Version version) {
    return new Checked(kind.path(id), kind, id, version, null);
  }

  static Checked bad(Kind kind, String id, String error) {
    return new Checked(kind.path(id), kind, id, null, error);
  }
}
