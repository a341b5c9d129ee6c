package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.IngestLane;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.source.Sources;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * The way in for events.
 *
 * @param reader reads the body of a request
 * @param sources takes webhooks
 * @param lanes opens a lane on the calling context; asked once for each event loop
 */
public record Intake(NewEventReader reader, Sources sources, Supplier<Future<IngestLane>> lanes) {}
