package dev.sojourn.core.replay;

import dev.sojourn.dsl.definition.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a run's journal holds. Values in it are plain and immutable, instants whole
 * milliseconds.
 *
 * <p>All but {@link Seen}, {@link Followed} and {@link Carried} stand in the order in which the script asked for
 * them.
 */
public sealed interface Entry {
  /** An entry that a word of the script answers to. */
  sealed interface Step extends Entry {
    /** What the word is called in messages: {@code email}, {@code sleep}, {@code wait}, …. */
    String kind();

    /** The label given, or else the word's discriminant, such as the key of a template. */
    String label();
  }

  /** The beginning of a park; how it ended follows as an {@link Ending}. */
  sealed interface Opening extends Step {
    /** When the park began. */
    Instant startedAt();

    /** Whether the run parks at all; a sleep that is over when it begins does not. */
    default boolean parks() {
      return true;
    }
  }

  /** How a park ended. */
  sealed interface Ending extends Entry {}

  /**
   * What a segment read of the contact and of the clock, at first touch.
   *
   * @param now the instant of the segment, or null if the script did not ask for it
   * @param contact what it read of the contact: name to value
   */
  record Seen(@Nullable Instant now, Map<String, @Nullable Object> contact) implements Entry {
    public Seen {
      contact = Collections.unmodifiableMap(new LinkedHashMap<>(contact));
    }

    /** This and what was seen later; what was seen first stands. */
    Seen and(Seen later) {
      var both = new LinkedHashMap<>(later.contact);
      both.keySet().removeAll(contact.keySet());
      var all = new LinkedHashMap<>(contact);
      all.putAll(both);
      return new Seen(now == null ? later.now : now, all);
    }
  }

  /**
   * The run waited for the end of another one before it began.
   *
   * @param lastSeen the id of the last event that came before it began; too old for its waits
   */
  record Followed(long lastSeen) implements Entry {}

  /**
   * The run was started over: the first entry of every generation but the first.
   *
   * @param cursor the id of the last event that is too old for a wait of this generation
   * @param parks how many parks the generations before it had
   * @param spins how many times in a row the run was started over without a wait between
   * @param values what the script carries over
   */
  record Carried(long cursor, int parks, int spins, Map<String, @Nullable Object> values)
      implements Entry {
    public Carried {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** A question about the past that waits for {@link Journal#answered}; never stored. */
  record Asked(String kind, String label) implements Step {}

  /** A question about the past, with its answer. */
  record Answered(String kind, String label, @Nullable Object value) implements Step {}

  /** A value computed by {@code once}. */
  record Computed(String label, @Nullable Object value) implements Step {
    @Override
    public String kind() {
      return "once";
    }
  }

  /** A {@code once} whose closure threw. */
  record Broke(String label, String reason) implements Step {
    @Override
    public String kind() {
      return "once";
    }
  }

  /** A point passed. */
  record Reached(String label) implements Step {
    @Override
    public String kind() {
      return "checkpoint";
    }
  }

  /** A value drawn once and kept, such as the arm of a {@code variant}. */
  record Drawn(String kind, String label, @Nullable Object value) implements Step {}

  /** An event that the run let happen. */
  record Triggered(String label, String event) implements Step {
    @Override
    public String kind() {
      return event.startsWith(OwnEvents.START) ? "startJourney" : "trigger";
    }
  }

  /** Properties of the contact that the run set; a null value deleted one. */
  record ContactSet(Map<String, @Nullable Object> properties) implements Step {
    public ContactSet {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public String kind() {
      return "setContact";
    }

    @Override
    public String label() {
      return String.join(",", properties.keySet());
    }
  }

  /** A line for the timeline. */
  record Logged(String message) implements Step {
    @Override
    public String kind() {
      return "log";
    }

    @Override
    public String label() {
      return "log";
    }
  }

  /** A sleep began. */
  record SleepOpened(String label, Instant startedAt, Instant deadline) implements Opening {
    @Override
    public String kind() {
      return "sleep";
    }

    @Override
    public boolean parks() {
      return deadline.isAfter(startedAt);
    }
  }

  /**
   * A wait for an event began.
   *
   * @param events the names of the events of which the first one ends it
   * @param deadline when to give up
   * @param where conditions on the event's scalars
   * @param key the key that the event must yield, or null for any
   * @param lookback how far back an older event counts too, or null
   */
  record WaitOpened(
      String label,
      List<String> events,
      Instant startedAt,
      Instant deadline,
      List<Condition> where,
      @Nullable String key,
      @Nullable Duration lookback)
      implements Opening {
    public WaitOpened {
      events = List.copyOf(events);
      where = List.copyOf(where);
    }

    @Override
    public String kind() {
      return "wait";
    }
  }

  /** A mail was asked for. */
  record MailOpened(String label, String template, Instant startedAt) implements Opening {
    @Override
    public String kind() {
      return "email";
    }
  }

  /**
   * The time of a sleep or a wait came.
   *
   * @param lastSeen as in {@link Cause.Looked}; no later wait counts an event up to it
   */
  record Elapsed(long lastSeen) implements Ending {}

  /** The event that a wait was for came. */
  record Matched(
      long eventId, String event, Instant occurredAt, Map<String, @Nullable Object> scalars)
      implements Ending {
    public Matched {
      scalars = Collections.unmodifiableMap(new LinkedHashMap<>(scalars));
    }
  }

  /**
   * The outcome of a mail came.
   *
   * @param status as in {@link Cause.MailSettled}
   */
  record Settled(String status, String sendId, @Nullable Instant sentAt, @Nullable String reason)
      implements Ending {}
}
