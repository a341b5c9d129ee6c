package dev.sojourn.runtime.email;

/** What has become of an order so far; of the first one for a repeat. */
public record Placed(long sendId, SendOutcome outcome) {}
