package dev.sojourn.runtime.telemetry;

import java.util.Locale;

/**
 * The closed set of keys that log lines carry, so that one search finds all lines about a thing.
 */
public enum LogKey {
  EVENT,
  CONTACT,
  JOURNEY,
  ENROLMENT,
  RUN,
  STEP,
  SEND,
  REQUEST;

  /** The logger that tells each request, at DEBUG. */
  public static final String REQUESTS = "dev.sojourn.requests";

  /** The key as it stands in a line: {@code event}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
