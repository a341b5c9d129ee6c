package dev.sojourn.hatchet.worker;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that a durable run waits for. */
public sealed interface Condition {
  /** What it is called in the result of the wait; part of what a replay compares, so keep it. */
  String name();

  /**
   * A sleep under a name. Its end is fixed when the wait is first written; replays do not move it.
   */
  static Sleep sleep(String name, Duration duration) {
    return new Sleep(name, duration);
  }

  /** An event under a name, in any scope, pushed after the wait is written. */
  static Event event(String name, String key) {
    return new Event(name, key, null, null, "");
  }

  /**
   * The passing of time.
   *
   * @param name in the result
   * @param duration above zero; compute it from the input or a memo only, since replays compare it
   */
  record Sleep(String name, Duration duration) implements Condition {
    public Sleep {
      if (duration.isZero() || duration.isNegative()) {
        throw new IllegalArgumentException("a sleep of '" + duration + "' is not above zero");
      }
    }
  }

  /**
   * An event.
   *
   * @param name in the result
   * @param key exact, without the namespace; no wildcards
   * @param scope only events pushed with it match; null for events of any scope
   * @param since with a scope, events stored since then match too, one of them; null to look only
   *     ahead. Take it from a memo or the input
   * @param where CEL over {@code input}, the event's payload; empty for any
   */
  record Event(
      String name, String key, @Nullable String scope, @Nullable Instant since, String where)
      implements Condition {

    /** The same in one scope. */
    public Event inScope(String other) {
      return new Event(name, key, other, since, where);
    }

    /** The same, looking back to an instant; needs a scope. */
    public Event since(Instant instant) {
      return new Event(name, key, scope, instant, where);
    }

    /** The same for payloads of which a CEL expression holds. */
    public Event where(String expression) {
      return new Event(name, key, scope, since, expression);
    }
  }
}
