package dev.sojourn.runtime.event;

import dev.sojourn.core.replay.Request;

/** A question for events of a contact. */
public record Search(long contactId, Request.ListEvents wanted) {}
