package dev.sojourn.runtime.engine.hatchet;

import java.util.UUID;

/**
 * A park that is to be asked for.
 *
 * @param place its place in the list of its run of Hatchet, from 0
 * @param park its number
 * @param anyway even if the run's time has come
 */
record Opening(long runId, UUID by, int place, int park, int seconds, boolean anyway) {}
