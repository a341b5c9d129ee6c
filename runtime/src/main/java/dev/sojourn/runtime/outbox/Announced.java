package dev.sojourn.runtime.outbox;

import dev.sojourn.core.replay.Json;
import dev.sojourn.core.webhook.Message;
import dev.sojourn.runtime.database.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An announcement with its final bytes.
 *
 * @param contactId whom it is about, or null
 * @param body what every endpoint gets, byte for byte
 */
public record Announced(
    long id,
    int tenant,
    @Nullable Long contactId,
    String type,
    @Nullable String dedupeKey,
    Instant at,
    String body) {
  private static final String PREFIX = "msg_";

  /** The message that tells an announcement, under an id of its own. */
  public static Announced of(Announcement one, Database database) {
    var id = database.ids().next();
    var data = new LinkedHashMap<String, @Nullable Object>(one.data());
    var message =
        new Message(
            PREFIX + database.publicIds().face(id), one.type(), Message.time(one.at()), data);
    return new Announced(
        id, one.tenant(), one.contactId(), one.type(), one.dedupeKey(), one.at(), message.body());
  }

  /**
   * As the outbox carries them: one parcel for each contact, in a line of its own, so that what
   * endpoints are told holds up nothing else.
   */
  static List<Parcel> parcels(List<Announced> all, Database database) {
    var lines = new LinkedHashMap<Long, List<Announced>>();
    for (var one : all) {
      lines.computeIfAbsent(line(one), fresh -> new ArrayList<>()).add(one);
    }
    var parcels = new ArrayList<Parcel>(lines.size());
    lines.forEach(
        (line, some) ->
            parcels.add(
                new Parcel(
                    database.ids().next(),
                    some.get(0).tenant(),
                    Parcel.ANNOUNCED,
                    line,
                    Json.write(some.stream().map(Announced::fields).toList()))));
    return parcels;
  }

  /** The messages of a parcel of topic {@link Parcel#ANNOUNCED}, in order. */
  public static List<Announced> of(Parcel parcel) {
    if (!(Json.read(parcel.payload()) instanceof List<?> all)) {
      throw new IllegalStateException("outbox " + parcel.id() + ": its payload is no messages");
    }
    return all.stream().map(one -> of(parcel, (Map<?, ?>) one)).toList();
  }

  /** Where the parcels of a contact stand. */
  static long lineOf(long contactId) {
    return -contactId;
  }

  private static long line(Announced one) {
    return lineOf(one.contactId == null ? one.id : one.contactId);
  }

  private static Announced of(Parcel parcel, Map<?, ?> fields) {
    return new Announced(
        number(fields, "id"),
        parcel.tenant(),
        fields.get("contact") == null ? null : number(fields, "contact"),
        String.valueOf(fields.get("type")),
        fields.get("key") instanceof String key ? key : null,
        Instant.ofEpochMilli(number(fields, "at")),
        String.valueOf(fields.get("body")));
  }

  private Map<String, @Nullable Object> fields() {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("id", id);
    fields.put("contact", contactId);
    fields.put("type", type);
    fields.put("key", dedupeKey);
    fields.put("at", at.toEpochMilli());
    fields.put("body", body);
    return fields;
  }

  private static long number(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException("a message without '" + name + "'");
  }
}
