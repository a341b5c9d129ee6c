package dev.sojourn.runtime.email;

/** A send that has come to its end, and the run that waits for it. */
public record Settled(long sendId, long runId) {}
