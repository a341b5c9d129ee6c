package dev.sojourn.testkit;

/**
 * At which commits of a rehearsal the process dies: once just before, once just after.
 *
 * @param commit the number of the commit, from 1; 0 for none
 */
record Cuts(int commit) {
  static final Cuts NONE = new Cuts(0);

  /** Whether it dies around the commit of this number. */
  boolean at(int number) {
    return commit == number;
  }
}
