package dev.sojourn.hatchet.worker;

/** A place in a task's log. */
record Node(long branch, long id) {}
