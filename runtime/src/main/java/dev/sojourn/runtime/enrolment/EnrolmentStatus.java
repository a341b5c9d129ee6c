package dev.sojourn.runtime.enrolment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an enrolment stands. */
public enum EnrolmentStatus {
  /** Due or in work. */
  ACTIVE,
  /** Parked. */
  WAITING,
  COMPLETED,
  EXITED,
  FAILED,
  HELD_OUT;

  /** The spelling in the database and in answers: {@code held_out}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The last word of the name of the event that tells of it: {@code heldout}. */
  String event() {
    return wire().replace("_", "");
  }

  /** The spellings of how enrolments end. */
  static String[] ends() {
    return Arrays.stream(values())
        .filter(status -> status != ACTIVE && status != WAITING)
        .map(EnrolmentStatus::wire)
        .toArray(String[]::new);
  }

  /** The status of this spelling, if there is one. */
  public static Optional<EnrolmentStatus> of(String wire) {
    return Arrays.stream(values()).filter(status -> status.wire().equals(wire)).findFirst();
  }

  /** The status of a row. */
  static EnrolmentStatus stored(String wire) {
    return of(wire)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "all_enrolments.status: '" + wire + "' is none that is known"));
  }
}
