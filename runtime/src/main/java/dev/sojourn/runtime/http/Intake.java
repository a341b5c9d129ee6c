package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.IngestLane;
import dev.sojourn.runtime.ingest.NewEventReader;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * The way in for events.
 *
 * @param reader reads the body of a request
 * @param lanes opens a lane on the calling context; asked once for each event loop
 */
public record Intake(NewEventReader reader, Supplier<Future<IngestLane>> lanes) {}
