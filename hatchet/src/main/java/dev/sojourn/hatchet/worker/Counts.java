package dev.sojourn.hatchet.worker;

import java.util.concurrent.atomic.LongAdder;

/** What a worker has done since it began. */
final class Counts {
  final LongAdder invocations = new LongAdder();
  final LongAdder resumed = new LongAdder();
  final LongAdder parks = new LongAdder();
  final LongAdder evictions = new LongAdder();
  final LongAdder restores = new LongAdder();
  final LongAdder completed = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder reconnects = new LongAdder();
}
