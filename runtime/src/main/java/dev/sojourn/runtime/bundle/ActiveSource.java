package dev.sojourn.runtime.bundle;

import dev.sojourn.dsl.source.SourceFile;

/**
 * A source of webhooks that is in force.
 *
 * @param version the number of its version
 * @param hash the version's hash
 * @param file the source of that version
 */
public record ActiveSource(int version, String hash, SourceFile file) {
  private static final int SHOWN = 12;

  /** The digits of the hash that people see. */
  String shortHash() {
    return hash.substring(0, SHOWN);
  }
}
