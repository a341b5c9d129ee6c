package dev.sojourn.hatchet.fake;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;

/**
 * How a fake engine is.
 *
 * @param seed of its UUIDs and choices
 * @param version what it answers when asked for its version, such as {@code v0.104.7}
 * @param isClockRunning whether its time goes on with the machine's; else only tests move it, and
 *     clients must take theirs from {@link FakeHatchet#clock}
 * @param countsHeartbeats whether a worker is given nothing after 5 s without a heartbeat and is
 *     lost after 30 s; else an open stream is enough
 * @param evictedTasksTimeOut whether the execution timeout goes on while a task is evicted, as with
 *     engines from v0.105.2 on
 * @param maxInternalRetries reassignments before a task fails
 * @param credentials of the gRPC port; insecure ones for the client's TLS strategy {@code none}
 */
public record FakeSettings(
    long seed,
    String version,
    boolean isClockRunning,
    boolean countsHeartbeats,
    boolean evictedTasksTimeOut,
    int maxInternalRetries,
    ServerCredentials credentials) {

  /** An engine v0.104.7 without TLS, whose time runs and whose workers live by their streams. */
  public static FakeSettings usual() {
    return new FakeSettings(
        1, "v0.104.7", true, false, false, 10, InsecureServerCredentials.create());
  }

  /** The same with other chance. */
  public FakeSettings withSeed(long other) {
    return new FakeSettings(
        other,
        version,
        isClockRunning,
        countsHeartbeats,
        evictedTasksTimeOut,
        maxInternalRetries,
        credentials);
  }

  /** The same of another version, which it only says. */
  public FakeSettings withVersion(String other) {
    return new FakeSettings(
        seed,
        other,
        isClockRunning,
        countsHeartbeats,
        evictedTasksTimeOut,
        maxInternalRetries,
        credentials);
  }

  /** The same with a time that stands still until it is moved. */
  public FakeSettings withStandingClock() {
    return new FakeSettings(
        seed,
        version,
        false,
        countsHeartbeats,
        evictedTasksTimeOut,
        maxInternalRetries,
        credentials);
  }

  /** The same, for which workers must beat. */
  public FakeSettings withHeartbeats() {
    return new FakeSettings(
        seed, version, isClockRunning, true, evictedTasksTimeOut, maxInternalRetries, credentials);
  }

  /** The same with a timeout that goes on while a task is evicted. */
  public FakeSettings withTimeoutOfEvictedTasks() {
    return new FakeSettings(
        seed, version, isClockRunning, countsHeartbeats, true, maxInternalRetries, credentials);
  }

  /** The same with other credentials, such as those of TLS. */
  public FakeSettings withCredentials(ServerCredentials other) {
    return new FakeSettings(
        seed,
        version,
        isClockRunning,
        countsHeartbeats,
        evictedTasksTimeOut,
        maxInternalRetries,
        other);
  }
}
