package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.hatchet.Link;
import java.util.concurrent.Executor;

/**
 * What the sessions and tasks of one worker share.
 *
 * @param client for definitions and for calls that need no hurry
 * @param link the worker's own connection
 * @param loop where it decides
 * @param durable where bodies of durable tasks run
 * @param ordinary where bodies that may block run
 * @param config settings
 * @param counts what it has done
 */
record Workshop(
    HatchetClient client,
    Link link,
    Loop loop,
    Executor durable,
    Executor ordinary,
    WorkerConfig config,
    Counts counts) {}
