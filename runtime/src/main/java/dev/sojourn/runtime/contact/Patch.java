package dev.sojourn.runtime.contact;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stored contact.
 *
 * @param names columns to fill by kind; one that has a value keeps it
 * @param properties to set by name, replacing the old value whole; null deletes one
 * @param address its e-mail address from now on, which it owns already; null to keep the one it has
 * @param seenAt when the contact was seen, which never moves back
 */
public record Patch(
    long id,
    Map<KeyKind, String> names,
    Map<String, @Nullable Object> properties,
    @Nullable String address,
    Instant seenAt) {
  /** One that keeps its address. */
  public Patch(
      long id,
      Map<KeyKind, String> names,
      Map<String, @Nullable Object> properties,
      Instant seenAt) {
    this(id, names, properties, null, seenAt);
  }
}
