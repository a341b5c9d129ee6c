package dev.sojourn.dsl.definition;

import java.time.Duration;

/** How often one contact may enter a journey. */
public sealed interface EntryLimit {
  /** One enrolment, ever. */
  record Once() implements EntryLimit {}

  /** One enrolment in any period of this length, which is longer than zero. */
  record OncePer(Duration period) implements EntryLimit {
    public OncePer {
      if (period.isZero() || period.isNegative()) {
        throw new IllegalArgumentException(
            "oncePer takes a period longer than zero, such as oncePer(7.days)");
      }
    }
  }

  /** Any number, one at a time. */
  record Unlimited() implements EntryLimit {}
}
