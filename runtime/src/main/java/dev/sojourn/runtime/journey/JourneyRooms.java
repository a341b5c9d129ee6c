package dev.sojourn.runtime.journey;

import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.enrolment.Enrolments;
import dev.sojourn.runtime.event.Events;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.preference.Preferences;

/** The rooms that journeys stand on. */
public record JourneyRooms(
    Engine engine,
    Bundle bundle,
    Events events,
    Contacts contacts,
    Preferences preferences,
    Sends sends,
    Enrolments enrolments,
    Decisions decisions,
    Outbox outbox) {}
