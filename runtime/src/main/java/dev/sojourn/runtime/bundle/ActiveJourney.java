package dev.sojourn.runtime.bundle;

import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.definition.JourneyDefinition;

/**
 * A journey that takes new contacts.
 *
 * @param version the number of its script version
 * @param script the script of that version; to run it, ask {@link Bundle#script}
 */
public record ActiveJourney(int version, Script script) {
  /** What it says about itself. */
  public JourneyDefinition definition() {
    return script.definition();
  }
}
