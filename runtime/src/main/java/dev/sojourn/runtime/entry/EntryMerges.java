package dev.sojourn.runtime.entry;

import dev.sojourn.core.schedule.TimeZones;
import dev.sojourn.dsl.definition.DateRule;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Merge;
import dev.sojourn.runtime.contact.MergeFollower;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.entry.Arming.Place;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for dates follow contacts that are merged. The survivor's date and zone hold where it has
 * them; what it gets from the loser is waited for as the loser has waited.
 */
final class EntryMerges implements MergeFollower {
  private final Engine engine;
  private final Supplier<ActiveSet> active;
  private final Ids ids;

  EntryMerges(Engine engine, Supplier<ActiveSet> active, Ids ids) {
    this.engine = engine;
    this.active = active;
    this.ids = ids;
  }

  @Override
  public Future<Void> merged(Tx tx, Merge merge) {
    return Arming.waiting(tx, engine, List.of(merge.survivor().id(), merge.loser().id()))
        .compose(
            waiting -> waiting.isEmpty() ? Future.succeededFuture() : move(tx, merge, waiting));
  }

  private Future<Void> move(Tx tx, Merge merge, Map<Place, LiveRun> waiting) {
    var survivor = merge.survivor();
    var isRezoned =
        TimeZones.PROPERTIES.stream()
            .anyMatch(name -> has(merge.loser(), name) && !has(survivor, name));
    var cancels = new ArrayList<Long>();
    var starts = new ArrayList<NewRun>();
    waiting.forEach(
        (place, run) -> {
          var isOfLoser = place.contactId() == merge.loser().id();
          var own = waiting.get(new Place(survivor.id(), place.journeyId()));
          if (isOfLoser || isRezoned) {
            cancels.add(run.id());
          }
          if (isOfLoser ? own == null && !hasDate(survivor, place.journeyId()) : isRezoned) {
            starts.add(
                EntryTask.run(
                    ids.next(),
                    run.tenant(),
                    survivor.id(),
                    place.journeyId(),
                    run.eventId(),
                    run.id()));
          }
        });
    return Arming.replace(tx, engine, cancels, starts);
  }

  private boolean hasDate(Contact contact, String journeyId) {
    ActiveJourney journey = active.get().journeys().get(journeyId);
    DateRule rule = journey == null ? null : journey.definition().entry().date();
    return rule != null && has(contact, rule.property());
  }

  private static boolean has(Contact contact, String property) {
    @Nullable Object value = contact.properties().get(property);
    return value != null;
  }
}
