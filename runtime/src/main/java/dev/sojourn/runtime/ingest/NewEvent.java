package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.contact.IdentityKey;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.event.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event to take in, valid in itself.
 *
 * @param keys whom it is about, by precedence; at least one
 * @param properties its properties, a JSON object as sent; null for none
 * @param contactProperties what it says about the contact; a null value deletes a property
 * @param idempotencyKey the key under which it may be repeated, or null
 * @param occurredAt when it happened; null for when it is taken in
 */
public record NewEvent(
    int tenant,
    String name,
    List<IdentityKey> keys,
    @Nullable String properties,
    Map<String, @Nullable Object> contactProperties,
    @Nullable String idempotencyKey,
    @Nullable Instant occurredAt,
    Source source) {
  public NewEvent {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("event '" + name + "' is about nobody");
    }
  }

  /** The same under a key, unless it has one of its own. */
  NewEvent orUnder(String key) {
    return idempotencyKey != null
        ? this
        : new NewEvent(tenant, name, keys, properties, contactProperties, key, occurredAt, source);
  }

  /** The anonymous id if that alone says whom it is about, or null. */
  public @Nullable String onlyAnonymousId() {
    return keys.size() == 1 && keys.get(0).kind() == KeyKind.ANONYMOUS ? keys.get(0).value() : null;
  }
}
