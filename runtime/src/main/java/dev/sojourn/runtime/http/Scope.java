package dev.sojourn.runtime.http;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;

/** What a key lets its holder do. */
public enum Scope {
  /** Send events. */
  INGEST,
  /** Send events from a browser; alone, and only from the key's own origins. */
  INGEST_PUBLIC,
  /** Look at everything. */
  READ,
  /** What {@link #READ} allows, and change journeys and enrolments. */
  JOURNEY_ADMIN,
  /** Everything. */
  FULL_ADMIN;

  /** The spelling in the database and in answers: {@code journey-admin}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The scope of this spelling.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Scope of(String wire) {
    return Arrays.stream(values())
        .filter(scope -> scope.wire().equals(wire))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scope '"
                        + wire
                        + "' is not one of "
                        + Arrays.stream(values()).map(Scope::wire).collect(joining(", "))));
  }

  /** Whether who holds this may do what needs {@code asked}. */
  public boolean allows(Scope asked) {
    return switch (this) {
      case FULL_ADMIN -> true;
      case JOURNEY_ADMIN -> asked == JOURNEY_ADMIN || asked == READ;
      case READ, INGEST, INGEST_PUBLIC -> asked == this;
    };
  }
}
