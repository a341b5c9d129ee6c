package dev.sojourn.runtime.contact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a stored contact is named.
 *
 * @param lastSeenAt as stored; the newest event may be up to five minutes younger
 */
public record Named(
    long id,
    @Nullable String externalId,
    @Nullable String email,
    @Nullable String anonymousId,
    Instant lastSeenAt) {
  /** The name of a kind; null if there is none. */
  public @Nullable String of(KeyKind kind) {
    return switch (kind) {
      case EXTERNAL -> externalId;
      case EMAIL -> email;
      case ANONYMOUS -> anonymousId;
      case CONTACT -> Long.toString(id);
    };
  }

  /** The same; a name that says what the key says is the key's own text, held once. */
  Named by(IdentityKey key) {
    return key.kind() == KeyKind.EXTERNAL && key.value().equals(externalId)
        ? new Named(id, key.value(), email, anonymousId, lastSeenAt)
        : this;
  }
}
