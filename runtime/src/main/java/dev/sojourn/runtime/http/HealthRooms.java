package dev.sojourn.runtime.http;

import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SchemaGuard;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.telemetry.Telemetry;

/** What the health of a process depends on, and its meters. */
public record HealthRooms(
    Database database, SchemaGuard schema, Bundle bundle, Engine engine, Telemetry telemetry) {}
