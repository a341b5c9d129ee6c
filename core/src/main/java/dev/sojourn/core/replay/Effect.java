package dev.sojourn.core.replay;

/** What a script did to the outside without waiting for an answer; committed with its segment. */
public sealed interface Effect {
  /** A line for the timeline and the service's log. */
  record LogLine(String message) implements Effect {}

  /** A point that people see in the admin. */
  record Checkpoint(String label) implements Effect {}
}
