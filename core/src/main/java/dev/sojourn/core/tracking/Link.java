package dev.sojourn.core.tracking;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a link of a mail leads, and what following it means.
 *
 * @param number from 1; links of one mail that differ in nothing share it
 * @param url {@code http:} or {@code https:}
 * @param event the event that happens when it is followed, or null
 * @param props what that event says
 */
public record Link(int number, String url, @Nullable String event, Map<String, String> props) {
  public Link {
    props = Collections.unmodifiableMap(new TreeMap<>(props));
  }
}
