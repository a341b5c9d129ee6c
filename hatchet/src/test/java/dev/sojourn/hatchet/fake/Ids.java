package dev.sojourn.hatchet.fake;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * The engine's chance: UUIDs and choices, the same for the same seed and order of asking. Owned by
 * the loop.
 */
final class Ids {
  private final Random random;

  Ids(long seed) {
    this.random = new Random(seed);
  }

  /** A version 4 UUID. */
  String next() {
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** True in that share of the calls, from 0 to 1. */
  boolean happens(double share) {
    return share > 0 && random.nextDouble() < share;
  }
}
