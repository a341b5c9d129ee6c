package dev.sojourn.runtime.email;

import java.time.Instant;

/** Mails are left alone, in all processes, until somebody releases them. */
public record Hold(Instant since, String by) {}
