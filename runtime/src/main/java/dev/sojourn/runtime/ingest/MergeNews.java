package dev.sojourn.runtime.ingest;

import dev.sojourn.core.replay.ContactChange;
import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.RunScope;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Merge;
import dev.sojourn.runtime.contact.MergeFollower;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;

/** Tells journeys that name such changes which properties a contact got by a merge. */
final class MergeNews implements MergeFollower {
  private final Database database;
  private final Bundle bundle;
  private final Outbox outbox;

  MergeNews(Database database, Bundle bundle, Outbox outbox) {
    this.database = database;
    this.bundle = bundle;
    this.outbox = outbox;
  }

  @Override
  public Future<Void> merged(Tx tx, Merge merge) {
    var survivor = merge.survivor();
    var gained = new HashMap<>(merge.loser().properties());
    gained.keySet().removeAll(survivor.properties().keySet());
    var told = ContactChange.told(survivor.properties(), gained);
    if (told.isEmpty() || !bundle.active().mentions(RunScope.CONTACT_CHANGED)) {
      return Future.succeededFuture();
    }
    var id = database.ids().next();
    var event =
        new OwnEvent(
            0,
            survivor.id(),
            RunScope.CONTACT_CHANGED,
            Source.JOURNEY,
            "merge:" + merge.loser().id(),
            database.clock().instant(),
            Json.write(told));
    return outbox.add(tx, List.of(OwnEvent.parcel(id, List.of(event))));
  }
}
