package dev.sojourn.runtime.http;

import dev.sojourn.core.identity.UserTokens;
import dev.sojourn.runtime.limit.Limits;

/**
 * What stands at the door.
 *
 * @param keys who may ask
 * @param limits who asks too often
 * @param rates how often that is
 * @param tokens what proves whom a browser speaks for
 * @param suspended whether events are turned away before anything else is looked at
 */
public record Entrance(
    ApiKeys keys, Limits limits, Rates rates, UserTokens tokens, boolean suspended) {}
