package dev.sojourn.runtime.ingest;

import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.enrolment.QueuedTrigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about the contacts of a batch, read under their locks.
 *
 * @param runs their live enrolments, by contact
 * @param definitions what those run on, by version
 * @param queued what waits for the end of those, by contact, where an event may end one
 * @param properties the properties of contacts, where a change is told or moves a date
 * @param lastEntries when they last entered journeys that ended, by contact and journey
 * @param unsubscribed those that want no mail at all
 * @param switchedOff ids of the journeys that an admin has disabled, by tenant
 */
record State(
    Map<Long, List<StoredRun>> runs,
    Map<Integer, JourneyDefinition> definitions,
    Map<Long, List<QueuedTrigger>> queued,
    Map<Long, Map<String, @Nullable Object>> properties,
    Map<Long, Map<String, Instant>> lastEntries,
    Set<Long> unsubscribed,
    Map<Integer, Set<String>> switchedOff) {
  List<StoredRun> runsOf(long contactId) {
    return runs.getOrDefault(contactId, List.of());
  }

  List<QueuedTrigger> queuedFor(long contactId) {
    return queued.getOrDefault(contactId, List.of());
  }

  JourneyDefinition definition(StoredRun run) {
    var definition = definitions.get(run.version());
    if (definition == null) {
      throw new IllegalStateException(
          "run %d: script version '%d' is not stored".formatted(run.id(), run.version()));
    }
    return definition;
  }
}
