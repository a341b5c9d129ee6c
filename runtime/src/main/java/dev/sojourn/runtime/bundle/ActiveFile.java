package dev.sojourn.runtime.bundle;

/**
 * A file that is in force, by which an operator speaks with somebody outside.
 *
 * @param version the number of its version
 * @param hash the version's hash
 * @param file the file of that version, compiled
 */
public record ActiveFile<F>(int version, String hash, F file) {
  private static final int SHOWN = 12;

  /** The digits of the hash that people see. */
  String shortHash() {
    return hash.substring(0, SHOWN);
  }
}
