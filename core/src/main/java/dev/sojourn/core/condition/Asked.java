package dev.sojourn.core.condition;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What conditions ask for beside properties.
 *
 * @param counts the events to count
 * @param templates the templates whose latest mail is looked at
 */
public record Asked(Set<EventCount> counts, Set<String> templates) {
  public Asked {
    counts = Collections.unmodifiableSet(new LinkedHashSet<>(counts));
    templates = Collections.unmodifiableSet(new LinkedHashSet<>(templates));
  }
}
