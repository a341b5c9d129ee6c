package dev.sojourn.runtime.database;

/**
 * The right to make ids with a node number, for a while.
 *
 * @param node 0 to 1023
 * @param untilMs when it ends, in milliseconds since the epoch of ids
 * @param lastMs the newest millisecond the node has made ids for, as far as it is stored
 */
record NodeLease(int node, long untilMs, long lastMs) {}
