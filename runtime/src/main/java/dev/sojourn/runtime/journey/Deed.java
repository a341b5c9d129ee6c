package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Effect;
import dev.sojourn.core.replay.Json;
import dev.sojourn.core.replay.OwnEvents;
import dev.sojourn.dsl.RunScope;
import dev.sojourn.runtime.decision.LeftOut;
import dev.sojourn.runtime.entry.Moved;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.event.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one segment did to the outside without waiting for an answer.
 *
 * @param triggers the events that it triggers, in order
 * @param set the properties of its contact that it sets; a null value deletes one
 * @param parcelId the id of the parcel that carries its events
 */
record Deed(
    Saved saved, List<Effect.Trigger> triggers, Map<String, @Nullable Object> set, long parcelId) {
  static Deed of(Saved saved) {
    List<Effect.Trigger> triggers = new ArrayList<>();
    Map<String, @Nullable Object> set = new LinkedHashMap<>();
    for (Effect effect : saved.work().effects()) {
      if (effect instanceof Effect.Trigger trigger) {
        triggers.add(trigger);
      } else if (effect instanceof Effect.SetContact contact) {
        set.putAll(contact.properties());
      }
    }
    return new Deed(saved, triggers, set, 0);
  }

  Deed in(long parcel) {
    return new Deed(saved, triggers, set, parcel);
  }

  boolean isNothing() {
    return triggers.isEmpty() && set.isEmpty();
  }

  long contactId() {
    return saved.run().subject();
  }

  /** The properties of the event that all of it goes back to. */
  Map<String, @Nullable Object> cause() {
    return saved.work().trigger().scalars();
  }

  /** The event that tells of what it sets. */
  Effect.Trigger change(Map<String, @Nullable Object> told) {
    String key =
        "set:%d:%d:%d".formatted(saved.run().id(), saved.run().generation(), saved.run().segment());
    return new Effect.Trigger(key, RunScope.CONTACT_CHANGED, told, null, null);
  }

  /** The contact with what it sets. */
  Moved moved(Map<String, @Nullable Object> told) {
    return new Moved(saved.run().tenant(), contactId(), saved.run().eventId(), told);
  }

  OwnEvent event(Effect.Trigger trigger, int hops) {
    return new OwnEvent(
        saved.run().tenant(),
        contactId(),
        trigger.event(),
        Source.JOURNEY,
        "trigger:" + trigger.key(),
        saved.run().now(),
        Json.write(OwnEvents.properties(trigger, hops)));
  }

  /** Why an event does not happen. */
  LeftOut refused(Effect.Trigger trigger) {
    return new LeftOut(
        saved.run().tenant(),
        contactId(),
        "trigger:" + saved.definition().id() + "/" + trigger.event(),
        OwnEvents.TOO_MANY_HOPS,
        saved.run().now(),
        Collections.singletonMap(OwnEvents.HOPS, cause().get(OwnEvents.HOPS)));
  }
}
