package dev.sojourn.runtime.engine;

/**
 * What an engine is doing.
 *
 * @param backing {@code local} or {@code hatchet}
 * @param inWork runs held under a lease by this process
 * @param blocked runs blocked in the whole database, as last counted
 */
public record EngineStatus(String backing, int inWork, long blocked) {}
