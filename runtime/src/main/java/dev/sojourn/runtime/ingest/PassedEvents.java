package dev.sojourn.runtime.ingest;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.Passed;
import dev.sojourn.runtime.event.EventProperties;
import dev.sojourn.runtime.event.Source;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells tasks of others of what was taken in, where that is wanted. History decides nothing there
 * either, and what came from there is known there.
 */
final class PassedEvents {
  private final Engine engine;
  private final PublicIds publicIds;

  PassedEvents(Engine engine, PublicIds publicIds) {
    this.engine = engine;
    this.publicIds = publicIds;
  }

  Future<Void> pass(Tx tx, People people, List<Arrival> fresh) {
    return engine.passesOn()
        ? engine.passOn(
            tx,
            fresh.stream()
                .filter(PassedEvents::isNews)
                .map(arrival -> passed(people, arrival))
                .toList())
        : Future.succeededFuture();
  }

  private static boolean isNews(Arrival arrival) {
    var source = arrival.event().source();
    return source != Source.IMPORT && source != Source.ENGINE;
  }

  private Passed passed(People people, Arrival arrival) {
    var event = arrival.event();
    var contactId = arrival.contactId();
    var email = people.nameOf(contactId, KeyKind.EMAIL);
    var payload = new LinkedHashMap<String, @Nullable Object>();
    payload.put("userId", people.keyOf(contactId, publicIds::face));
    payload.put("userEmail", email == null ? "" : email);
    payload.put("contactId", publicIds.face(contactId));
    payload.put("properties", new EventProperties(event.properties()).scalars());
    payload.put("groups", Map.of());
    payload.put("eventId", publicIds.face(arrival.id()));
    return new Passed(event.tenant(), contactId, event.name(), Json.write(payload));
  }
}
