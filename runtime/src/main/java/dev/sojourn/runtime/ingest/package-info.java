/**
 * One event in, once: the order of work and its transaction around the fold.
 *
 * <p>{@link dev.sojourn.runtime.ingest.Ingest} is the front door. It opens lanes, each of which
 * belongs to one event loop, and collects what arrives while its previous batch is in flight.
 */
@NullMarked
package dev.sojourn.runtime.ingest;

import org.jspecify.annotations.NullMarked;
