package dev.sojourn.runtime.bundle;

/** A row of {@code active_sets}; number 0 before the first. */
record StoredSet(long number, Members members) {
  static final StoredSet NONE = new StoredSet(0, Members.NONE);
}
