package dev.sojourn.runtime.http;

import dev.sojourn.core.replay.Entry;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.Passage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The passage of one enrolment from label to label, read off its journal. */
final class Timeline {
  private static final String START = "start";

  private final JournalView view;
  private final JsonArray lines = new JsonArray();
  private String node = START;
  private Instant at = Instant.EPOCH;

  private Timeline(JournalView view) {
    this.view = view;
  }

  /** The lines, oldest first: {@code {id, fromNodeId, toNodeId, action, detail, createdAt}}. */
  static JsonArray of(Enrolment enrolment, List<Passage> passages, JournalView view) {
    Timeline timeline = new Timeline(view);
    timeline.at = Ids.instantOf(enrolment.id());
    timeline.add("entered", START, null);
    for (Passage passage : passages) {
      passage.entries().forEach(timeline::add);
    }
    Instant endedAt = enrolment.standing().endedAt();
    if (endedAt != null) {
      timeline.at = endedAt;
      String reason = enrolment.standing().reason();
      timeline.add(
          enrolment.standing().status().wire(),
          timeline.node,
          reason == null ? null : new JsonObject().put("reason", reason));
    }
    return timeline.lines;
  }

  private void add(Entry entry) {
    if (entry instanceof Entry.Opening opening) {
      at = opening.startedAt();
    }
    String action = JournalView.action(entry);
    if (action == null) {
      return;
    }
    if (entry instanceof Entry.Carried) {
      add(action, START, view.json(entry));
      return;
    }
    boolean moves = entry instanceof Entry.Step && !(entry instanceof Entry.Logged);
    add(action, moves ? ((Entry.Step) entry).label() : node, view.json(entry));
  }

  private void add(String action, String to, @Nullable JsonObject detail) {
    lines.add(
        new JsonObject()
            .put("id", Integer.toString(lines.size() + 1))
            .put("fromNodeId", lines.isEmpty() ? null : node)
            .put("toNodeId", to)
            .put("action", action)
            .put("detail", detail)
            .put("createdAt", Wire.time(at)));
    node = to;
  }
}
