package dev.sojourn.runtime.http;

import dev.sojourn.core.definition.ConditionJson;
import dev.sojourn.core.replay.Entry;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.enrolment.Passage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal as people read it: every entry with its name and what it holds. */
final class JournalView {
  private final PublicIds ids;

  JournalView(PublicIds ids) {
    this.ids = ids;
  }

  /** The segments in order. */
  JsonArray json(List<Passage> passages) {
    JsonArray segments = new JsonArray();
    for (Passage passage : passages) {
      JsonArray entries = new JsonArray();
      passage.entries().forEach(entry -> entries.add(json(entry)));
      segments.add(
          new JsonObject()
              .put("generation", passage.generation())
              .put("segment", passage.segment())
              .put("entries", entries)
              .put("unreadable", passage.unreadable()));
    }
    return segments;
  }

  JsonObject json(Entry entry) {
    if (entry instanceof Entry.Step step) {
      return step(step).put("label", step.label());
    }
    if (entry instanceof Entry.Matched matched) {
      return new JsonObject()
          .put("kind", "matched")
          .put("eventId", ids.face(matched.eventId()))
          .put("event", matched.event().isEmpty() ? null : matched.event())
          .put("occurredAt", Wire.time(matched.occurredAt()))
          .put("properties", Wire.object(matched.scalars()));
    }
    if (entry instanceof Entry.Settled settled) {
      return new JsonObject()
          .put("kind", "settled")
          .put("status", settled.status())
          .put("emailId", settled.sendId())
          .put("sentAt", Wire.time(settled.sentAt()))
          .put("reason", settled.reason());
    }
    if (entry instanceof Entry.Seen seen) {
      return new JsonObject()
          .put("kind", "seen")
          .put("now", Wire.time(seen.now()))
          .put("contact", Wire.object(seen.contact()));
    }
    if (entry instanceof Entry.Followed followed) {
      return new JsonObject()
          .put("kind", "followed")
          .put("lastEventId", ids.face(followed.lastSeen()));
    }
    if (entry instanceof Entry.Carried carried) {
      return new JsonObject().put("kind", "carried").put("values", Wire.object(carried.values()));
    }
    if (entry instanceof Entry.Elapsed) {
      return new JsonObject().put("kind", "elapsed");
    }
    throw new AssertionError(entry);
  }

  private static JsonObject step(Entry.Step step) {
    JsonObject json = new JsonObject().put("kind", step.kind());
    if (step instanceof Entry.SleepOpened sleep) {
      return json.put("startedAt", Wire.time(sleep.startedAt()))
          .put("deadline", Wire.time(sleep.deadline()));
    }
    if (step instanceof Entry.WaitOpened wait) {
      return json.put("event", String.join("|", wait.events()))
          .put("startedAt", Wire.time(wait.startedAt()))
          .put("deadline", Wire.time(wait.deadline()))
          .put("where", new JsonArray(ConditionJson.write(wait.where())))
          .put("key", wait.key())
          .put("lookback", wait.lookback() == null ? null : wait.lookback().toString());
    }
    if (step instanceof Entry.MailOpened mail) {
      return json.put("template", mail.template()).put("startedAt", Wire.time(mail.startedAt()));
    }
    return valued(json, step);
  }

  private static JsonObject valued(JsonObject json, Entry.Step step) {
    if (step instanceof Entry.Answered answered) {
      return json.put("value", Wire.value(answered.value()));
    }
    if (step instanceof Entry.Computed computed) {
      return json.put("value", Wire.value(computed.value()));
    }
    if (step instanceof Entry.Broke broke) {
      return json.put("failed", broke.reason());
    }
    if (step instanceof Entry.Logged logged) {
      return json.put("message", logged.message());
    }
    return json;
  }

  /** The name of the action in the timeline; null for an entry that is no news to people. */
  static @Nullable String action(Entry entry) {
    if (entry instanceof Entry.SleepOpened) {
      return "sleep";
    }
    if (entry instanceof Entry.WaitOpened) {
      return "wait";
    }
    if (entry instanceof Entry.MailOpened) {
      return "send";
    }
    if (entry instanceof Entry.Reached) {
      return "checkpoint";
    }
    if (entry instanceof Entry.Logged) {
      return "log";
    }
    if (entry instanceof Entry.Carried) {
      return "start-over";
    }
    return entry instanceof Entry.Ending ? "resume" : null;
  }
}
