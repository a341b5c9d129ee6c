package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Assigner;
import dev.sojourn.runtime.engine.Claimed;
import org.jspecify.annotations.Nullable;

/** One run that this process holds, from the claim to the commit or the release. */
final class Held {
  private final Claimed run;
  private final Served served;
  private long leasedNanos;

  Held(Claimed run, Served served, long leasedNanos) {
    this.run = run;
    this.served = served;
    this.leasedNanos = leasedNanos;
  }

  Claimed run() {
    return run;
  }

  Served served() {
    return served;
  }

  long id() {
    return run.id();
  }

  /** Tells who handed it over that it is in work no more. */
  void left(Assigner assigner, @Nullable Advance how) {
    if (served.assigned()) {
      assigner.left(run, how);
    }
  }

  /** Monotonic time since the lease was last known to be fresh. */
  long leaseAge(long nanos) {
    return nanos - leasedNanos;
  }

  void renewed(long nanos) {
    leasedNanos = nanos;
  }
}
