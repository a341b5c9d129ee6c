package dev.sojourn.core.replay;

import java.time.Duration;

/** How much one run may hold and do. */
final class Limits {
  static final int ENTRIES = 10_000;
  static final int GENERATIONS = 1 + Short.MAX_VALUE;
  static final int SPINS = 100;
  static final int JOURNAL_BYTES = 1_000_000;
  static final int VALUE_BYTES = 64 * 1024;
  static final int VALUE_DEPTH = 100;
  static final int LABEL_LENGTH = 200;
  static final int TURNS = 1_000_000;
  static final int NUMBER_SCALE = 1_000;
  static final int NUMBER_LENGTH = 1_000;
  static final Duration LONGEST_PARK = Duration.ofDays(36_500);

  private Limits() {}
}
