package dev.sojourn.runtime.telemetry;

/** How much of some work ended badly lately, and how much well. */
public record WorkDone(long failed, long done) {}
