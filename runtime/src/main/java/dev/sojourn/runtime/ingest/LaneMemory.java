package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.contact.IdentityMemory;
import dev.sojourn.runtime.database.Peers;

/** What a lane has learnt from its batches and spares the next ones. Belongs to its context. */
record LaneMemory(IdentityMemory identities, Peers peers, Repeats repeats) {}
