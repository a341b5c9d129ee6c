/**
 * A worker: takes tasks from the engine, runs them, and lets durable ones wait without a thread.
 *
 * <p>{@link dev.sojourn.hatchet.worker.HatchetWorker} is the front door. It announces its actions
 * in one or more sessions, each a worker of its own to the engine with three streams of traffic:
 * the listening stream, the durable stream and heartbeats. What a session does next is decided by
 * {@code Connection}, what a task does next by {@code TaskState}; both are pure, and one thread,
 * the loop, feeds them and performs what they answer. Bodies of tasks run elsewhere and never hold
 * the loop.
 *
 * <p>Invariants: a task has at most one operation unacknowledged; an invocation that was evicted,
 * cancelled or superseded reports nothing; a result is sent until the engine has it; nothing of an
 * evicted invocation stays in memory for longer than a few seconds.
 */
@NullMarked
package dev.sojourn.hatchet.worker;

import org.jspecify.annotations.NullMarked;
