package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.telemetry.Telemetry;

/** The kernel as ingest uses it. */
public record IngestKernel(Database database, Outbox outbox, Telemetry telemetry) {}
