package dev.sojourn.runtime.bundle;

/**
 * A row of {@code script_versions}.
 *
 * @param definition what it says about itself, as JSON
 */
record StoredVersion(
    int number, Kind kind, String id, String hash, String source, String definition) {}
