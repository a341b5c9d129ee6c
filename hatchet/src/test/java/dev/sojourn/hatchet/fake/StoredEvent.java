package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that was pushed.
 *
 * @param id the engine's
 * @param seenAt when the engine took it
 * @param scope null for none
 */
record StoredEvent(
    String id,
    String key,
    JsonNode payload,
    ObjectNode metadata,
    int priority,
    @Nullable String scope,
    Instant seenAt) {}
