package dev.sojourn.runtime.contact;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Which contacts a list shows.
 *
 * @param search what their address or the sender's own id has in it, in any case; null for all
 * @param identified whether somebody has said who they are; null for all
 * @param property the name of a number among their properties, null for any
 * @param least the smallest value of it; null together with its name
 */
public record ContactFilter(
    @Nullable String search,
    @Nullable Boolean identified,
    @Nullable String property,
    @Nullable BigDecimal least) {
  /** All contacts. */
  public static final ContactFilter ALL = new ContactFilter(null, null, null, null);
}
