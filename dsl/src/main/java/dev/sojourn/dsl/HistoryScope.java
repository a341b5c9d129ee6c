package dev.sojourn.dsl;

import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.Map;

/** What happened to the contact before. Each answer is recorded and stays the same in a replay. */
public interface HistoryScope {
  /** Whether the contact ever had an event of this name. */
  boolean hasEvent(String event);

  /** Whether the contact had an event of this name; {@code within}: not longer ago than this. */
  boolean hasEvent(
      @NamedParam(value = "within", type = Duration.class) Map<String, ?> options, String event);
}
