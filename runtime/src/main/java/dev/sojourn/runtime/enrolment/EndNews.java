package dev.sojourn.runtime.enrolment;

import dev.sojourn.core.webhook.Message;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Announcement;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What endpoints of others are told of enrolments that end. */
final class EndNews {
  private final PublicIds faces;
  private final Bundle bundle;
  private final Outbox outbox;

  EndNews(PublicIds faces, Bundle bundle, Outbox outbox) {
    this.faces = faces;
    this.bundle = bundle;
    this.outbox = outbox;
  }

  /**
   * Whose enrolment it was.
   *
   * @param name what names the contact, but for our own id; or null
   */
  record Who(@Nullable String name, @Nullable String email) {}

  Future<Void> ended(Tx tx, List<Ended> all) {
    var wanted = all.stream().filter(one -> outbox.wants(type(one))).toList();
    if (wanted.isEmpty()) {
      return Future.succeededFuture();
    }
    var contacts = wanted.stream().map(one -> one.run().subject()).distinct();
    var versions = wanted.stream().map(one -> one.run().version()).collect(Collectors.toSet());
    var who =
        tx.run(EnrolmentStore.WHO, (Object) contacts.toArray(Long[]::new)).map(EnrolmentStore::who);
    var known = bundle.definitions(versions);
    return Future.all(who, known)
        .compose(
            both ->
                outbox.announce(
                    tx,
                    wanted.stream()
                        .map(one -> announcement(one, who.result(), known.result()))
                        .toList()));
  }

  private static String type(Ended one) {
    return "journey." + one.status().event();
  }

  private Announcement announcement(
      Ended one, Map<Long, Who> people, Map<Integer, JourneyDefinition> known) {
    var run = one.run();
    var face = faces.face(run.id());
    var who = people.get(run.subject());
    var name = who == null ? null : who.name();
    var definition = known.get(run.version());
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("journeyId", one.journeyId());
    data.put("journeyName", definition == null ? one.journeyId() : definition.name());
    data.put("stateId", face);
    data.put("userId", name == null ? faces.face(run.subject()) : name);
    data.put("userEmail", who == null ? null : who.email());
    data.put(one.status().event() + "At", Message.time(one.at()));
    if (one.reason() != null) {
      data.put("reason", one.reason());
    }
    var type = type(one);
    return new Announcement(run.tenant(), run.subject(), type, type + ":" + face, one.at(), data);
  }
}
