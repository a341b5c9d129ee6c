package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.RunScope;

/** The body of a journey, to be run from the top against a scope; safe to run on many threads. */
@FunctionalInterface
public interface Steps {
  /** Runs the body; throws whatever the script or the scope throws. */
  void run(RunScope scope);
}
