/**
 * Routes and keys: decodes a request, calls one room, encodes its answer. Takes no decisions.
 *
 * <p>{@link dev.sojourn.runtime.http.HttpApi} runs one server on each event loop. {@code POST
 * /v1/events} is taken before any router; everything else goes through one router per loop. {@link
 * dev.sojourn.runtime.http.ApiKeys} knows who may do what: all keys are in memory, a change is
 * announced by the database, and a key that is not known makes them be read again, at most once in
 * two seconds, so that a flood of wrong keys is answered from memory. Routes, bodies and lanes
 * belong to one event loop; keys and health are safe for all. A worker serves the probes alone.
 */
@NullMarked
package dev.sojourn.runtime.http;

import org.jspecify.annotations.NullMarked;
