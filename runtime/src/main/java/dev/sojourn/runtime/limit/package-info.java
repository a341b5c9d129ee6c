/**
 * Who asks too often. Counts are shared by all processes in Redis, one script call for what one
 * asker asked meanwhile; while Redis is away, or not configured, each process counts for itself.
 *
 * <p>{@link dev.sojourn.runtime.limit.Limits} is the way in; both ways of counting pass one
 * contract. An asker never waits for Redis longer than a moment, and a Redis that comes back is
 * used again without a restart.
 */
@NullMarked
package dev.sojourn.runtime.limit;

import org.jspecify.annotations.NullMarked;
