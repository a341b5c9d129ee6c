package dev.sojourn.runtime.contact;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person.
 *
 * @param publicId the id that programs outside see
 * @param properties what senders said about the person; any JSON values
 */
public record Contact(
    long id,
    String publicId,
    @Nullable String externalId,
    @Nullable String email,
    @Nullable String anonymousId,
    Map<String, @Nullable Object> properties,
    Instant firstSeenAt,
    Instant lastSeenAt) {
  private static final int LONGEST_BRIEF = 100;

  /** Whether anybody has said who it is: by an id of their own, or by an address. */
  boolean isIdentified() {
    return externalId != null || email != null;
  }

  /** The same, or our own id where that would be a text of more than 100 characters. */
  public String briefKey() {
    return key().length() > LONGEST_BRIEF ? publicId : key();
  }

  /** The text that names the person best: the sender's own id, else the anonymous, else ours. */
  public String key() {
    if (externalId != null) {
      return externalId;
    }
    return anonymousId != null ? anonymousId : publicId;
  }
}
