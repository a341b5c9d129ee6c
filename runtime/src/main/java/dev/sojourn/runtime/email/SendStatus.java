package dev.sojourn.runtime.email;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a send stands. */
public enum SendStatus {
  /** Asked for; no provider has heard of it. */
  QUEUED,
  /** Admitted, its bytes stored: under way, or to be tried again. */
  RENDERED,
  /** Taken by the provider. */
  SENT,
  DELIVERED,
  OPENED,
  CLICKED,
  BOUNCED,
  COMPLAINED,
  /** Never taken, for good. */
  FAILED,
  /** Not wanted by its recipient, or the address is barred. */
  SUPPRESSED,
  /** Not sent by a rule of its journey. */
  SKIPPED,
  /** Not sent by a rule of its journey that ends the run. */
  LEFT,
  /** Taken back: its run ended before it went out. */
  CANCELLED,
  /** Its run ended, and nobody knows whether the last attempt was taken. */
  UNKNOWN;

  /** The spelling in the database and in answers: {@code queued}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of this spelling, if there is one. */
  public static Optional<SendStatus> of(String wire) {
    return Arrays.stream(values()).filter(status -> status.wire().equals(wire)).findFirst();
  }

  /** Whether it has come to no end yet. */
  boolean isOpen() {
    return this == QUEUED || this == RENDERED;
  }

  /** Whether the provider took it, whatever came after. */
  boolean isTaken() {
    return compareTo(SENT) >= 0 && compareTo(COMPLAINED) <= 0;
  }

  /** The status of a row. */
  static SendStatus stored(String wire) {
    return of(wire)
        .orElseThrow(
            () -> new IllegalStateException("sends.status: '" + wire + "' is none that is known"));
  }
}
