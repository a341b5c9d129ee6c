package dev.sojourn.runtime.http;

import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.Erasures;
import dev.sojourn.runtime.contact.Merges;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.enrolment.Enrolments;
import dev.sojourn.runtime.event.Events;
import dev.sojourn.runtime.ingest.Imports;

/** The rooms that people look into, and act on, through the admin routes. */
public record AdminRooms(
    Bundle bundle,
    Engine engine,
    Enrolments enrolments,
    Events events,
    Contacts contacts,
    Decisions decisions,
    Sends sends,
    Merges merges,
    Erasures erasures,
    Imports imports) {}
