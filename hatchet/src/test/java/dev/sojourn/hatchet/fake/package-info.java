/**
 * A Hatchet engine in the test's own process: the same gRPC and the REST paths of a journey runtime
 * on loopback ports, its state in memory and on one thread, its time in the hands of the test, its
 * choices from a seed.
 *
 * <p>It is written after the engine's source at v0.104.7, and says so where it differs: workflows
 * have one task; there are no filters, rate limits, sticky workers, batches or branches of a
 * durable log; sleeps end at their instant and not at the next poll; lists over REST show the
 * present and not a read model that lags.
 *
 * <p>{@link dev.sojourn.hatchet.fake.FakeHatchet} is the front door. {@link
 * dev.sojourn.hatchet.fake.Faults} breaks things on demand: lost acks, lost assignments, dead
 * streams, evictions that did nothing.
 *
 * <p>All state is owned by one thread, the engine's loop. Requests from streams, timers and the
 * looks of tests are work on it, so a look always sees a state between two requests.
 */
@NullMarked
package dev.sojourn.hatchet.fake;

import org.jspecify.annotations.NullMarked;
