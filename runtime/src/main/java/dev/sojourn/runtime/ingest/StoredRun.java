package dev.sojourn.runtime.ingest;

import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.OpenWait;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.database.Ids;
import org.jspecify.annotations.Nullable;

/**
 * A live enrolment as its row holds it, read under the lock of its contact.
 *
 * @param taskName {@code journey:<id>}
 * @param openWait the event it waits for, or null
 */
record StoredRun(
    long id,
    long contactId,
    String taskName,
    String key,
    int version,
    long eventId,
    @Nullable OpenWait openWait) {
  LiveRun live(JourneyDefinition pinned) {
    return new LiveRun(id, key, pinned, Ids.instantOf(id), openWait);
  }
}
