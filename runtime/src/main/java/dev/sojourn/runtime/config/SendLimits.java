package dev.sojourn.runtime.config;

/**
 * How much a provider of mails is asked at once, by one process.
 *
 * @param concurrency mails under way ({@code EMAIL_CONCURRENCY})
 * @param perSecond mails begun in a second; 0 for any number ({@code EMAIL_RATE})
 */
public record SendLimits(int concurrency, int perSecond) {}
