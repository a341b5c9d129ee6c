package dev.sojourn.runtime.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was changed, or was not allowed to be.
 *
 * @param actor the name of the key, or the address of the operator
 * @param actorKeyId the key; null for an operator, the key of the settings, and nobody
 * @param action such as {@code contacts.patch}
 * @param resource such as {@code contacts}
 * @param resourceId which one; null if that is not said
 * @param fields the names of what was said, without the values
 * @param path the path of the request
 * @param status the HTTP status of its answer
 * @param ip where it came from; null if unknown
 */
public record AuditEntry(
    String actor,
    @Nullable Long actorKeyId,
    String action,
    String resource,
    @Nullable String resourceId,
    List<String> fields,
    String path,
    int status,
    @Nullable String ip,
    Instant at) {
  /** The actor of a request that nobody known made. */
  public static final String NOBODY = "unknown";

  public AuditEntry {
    fields = List.copyOf(fields);
  }
}
