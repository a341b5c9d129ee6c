package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.Merges;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.enrolment.Enrolments;
import dev.sojourn.runtime.event.Events;
import dev.sojourn.runtime.preference.Preferences;

/** The rooms that ingest works with. */
public record IngestRooms(
    Contacts contacts,
    Merges merges,
    Events events,
    Preferences preferences,
    Decisions decisions,
    Bundle bundle,
    Enrolments enrolments,
    Sends sends,
    Engine engine) {}
