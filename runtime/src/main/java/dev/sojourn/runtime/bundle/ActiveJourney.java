package dev.sojourn.runtime.bundle;

import dev.sojourn.dsl.definition.JourneyDefinition;

/**
 * A journey that takes new contacts; to run it, ask {@link Bundle#script}.
 *
 * @param version the number of its script version
 * @param hash the version's hash
 * @param definition what it says about itself
 */
public record ActiveJourney(int version, String hash, JourneyDefinition definition) {
  private static final int SHOWN = 12;

  /** The digits of the hash that people see. */
  public String shortHash() {
    return hash.substring(0, SHOWN);
  }
}
