package dev.sojourn.hatchet.fake;

import io.grpc.ServerCredentials;

/**
 * How a fake engine is.
 *
 * @param seed of its UUIDs and choices
 * @param version what it answers when asked for its version
 * @param isClockRunning whether its time goes on with the machine's; else only tests move it
 * @param countsHeartbeats whether a worker must beat to be alive; else an open stream is enough
 * @param evictedTasksTimeOut whether the execution timeout goes on while a task is evicted, as from v0.105.2 on
 * @param maxInternalRetries reassignments before a task fails
 * @param credentials of the gRPC port; insecure ones for the client's TLS strategy {@code none}
 */
record EngineSettings(
    long seed,
    String version,
    boolean isClockRunning,
    boolean countsHeartbeats,
    boolean evictedTasksTimeOut,
    int maxInternalRetries,
    ServerCredentials credentials) {}
