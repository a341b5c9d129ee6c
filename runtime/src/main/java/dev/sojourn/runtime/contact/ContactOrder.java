package dev.sojourn.runtime.contact;

import org.jspecify.annotations.Nullable;

/**
 * How a list of contacts is sorted; of two in the same place the younger one comes first, or last
 * where it ascends.
 *
 * @param property the name of the property, for an order by one; else null
 */
public record ContactOrder(By by, @Nullable String property, boolean ascending) {
  /** Whoever was seen last comes first. */
  public static final ContactOrder LAST_SEEN = new ContactOrder(By.LAST_SEEN, null, false);

  /** What a list of contacts is sorted by. */
  public enum By {
    /** When somebody last heard of them. */
    LAST_SEEN,
    /** When somebody first heard of them. */
    FIRST_SEEN,
    /** A property; whoever has none is in the place of null. */
    PROPERTY
  }
}
