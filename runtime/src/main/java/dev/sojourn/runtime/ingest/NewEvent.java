package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.contact.IdentityKey;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.event.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event to take in, or only what is said of a contact; valid in itself.
 *
 * @param keys whom it is about, by precedence; at least one
 * @param properties its properties, a JSON object as sent; null for none
 * @param contactProperties what it says about the contact; a null value deletes a property
 * @param idempotencyKey the key under which it may be repeated, or null
 * @param occurredAt when it happened; null for when it is taken in
 * @param aim what is to be taken in; without an event, name and properties say nothing
 * @param lists what it says of lists by id; for whoever hands it in to follow, once it is taken in
 */
public record NewEvent(
    int tenant,
    String name,
    List<IdentityKey> keys,
    @Nullable String properties,
    Map<String, @Nullable Object> contactProperties,
    @Nullable String idempotencyKey,
    @Nullable Instant occurredAt,
    Source source,
    Aim aim,
    Map<String, Boolean> lists) {
  public NewEvent {
    keys = List.copyOf(keys);
    lists = Map.copyOf(lists);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("event '" + name + "' is about nobody");
    }
  }

  /** That something happened. */
  public NewEvent(
      int tenant,
      String name,
      List<IdentityKey> keys,
      @Nullable String properties,
      Map<String, @Nullable Object> contactProperties,
      @Nullable String idempotencyKey,
      @Nullable Instant occurredAt,
      Source source) {
    this(
        tenant,
        name,
        keys,
        properties,
        contactProperties,
        idempotencyKey,
        occurredAt,
        source,
        Aim.EVENT,
        Map.of());
  }

  /** The same under a key, unless it has one of its own. */
  NewEvent orUnder(String key) {
    return idempotencyKey != null
        ? this
        : new NewEvent(
            tenant, name, keys, properties, contactProperties, key, occurredAt, source, aim, lists);
  }

  /** The anonymous id if that alone says whom it is about, or null. */
  public @Nullable String onlyAnonymousId() {
    return keys.size() == 1 && keys.get(0).kind() == KeyKind.ANONYMOUS ? keys.get(0).value() : null;
  }

  /** The same under fewer keys. */
  NewEvent about(List<IdentityKey> some) {
    return new NewEvent(
        tenant,
        name,
        some,
        properties,
        contactProperties,
        idempotencyKey,
        occurredAt,
        source,
        aim,
        lists);
  }

  /** Whether there is an event to store. */
  public boolean isEvent() {
    return aim == Aim.EVENT;
  }
}
