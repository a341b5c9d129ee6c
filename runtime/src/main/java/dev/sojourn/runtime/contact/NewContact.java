package dev.sojourn.runtime.contact;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contact to make.
 *
 * @param names its columns by kind; kinds without a name are missing
 * @param properties what is known of it; a null value means there is none
 */
public record NewContact(
    long id,
    int tenant,
    Map<KeyKind, String> names,
    Map<String, @Nullable Object> properties,
    Instant seenAt) {
  /** Whether it comes with an id of a sender's own, or an address. */
  boolean isIdentified() {
    return names.containsKey(KeyKind.EXTERNAL) || names.containsKey(KeyKind.EMAIL);
  }
}
