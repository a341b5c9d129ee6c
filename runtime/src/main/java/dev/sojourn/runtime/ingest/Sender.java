package dev.sojourn.runtime.ingest;

import dev.sojourn.core.identity.UserTokens;
import dev.sojourn.runtime.event.Source;
import org.jspecify.annotations.Nullable;

/**
 * Who sends an event.
 *
 * @param source what is stamped on it
 * @param mayUseReserved whether its name may begin like one of the service's own
 * @param idempotencyKey the key of the request's header, which wins over the body's; or null
 * @param tokens what proves whom it speaks for, if it is a browser that everybody can be; null for
 *     who may speak for anybody
 */
public record Sender(
    int tenant,
    Source source,
    boolean mayUseReserved,
    @Nullable String idempotencyKey,
    @Nullable UserTokens tokens) {
  /** A sender who may speak for anybody. */
  public Sender(
      int tenant, Source source, boolean mayUseReserved, @Nullable String idempotencyKey) {
    this(tenant, source, mayUseReserved, idempotencyKey, null);
  }
}
