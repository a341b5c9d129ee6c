package dev.sojourn.core.replay;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.OnStopped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a script needs before it can go on. */
public sealed interface Request {
  /** A question about the past, answered at once; see {@link Journal#answered}. */
  sealed interface Read extends Request {}

  /** Something to wait for: the segment ends, the run parks. */
  sealed interface Park extends Request {
    /** The label people see. */
    String label();

    /** When it is over at the latest; empty if only somebody's word ends it. */
    Optional<Instant> until();
  }

  /**
   * Whether the contact had an event of this name, not before {@code since} if given. Answer: a
   * Boolean.
   */
  record HasEvent(String event, @Nullable Instant since) implements Read {}

  /** How many events of this name the contact had, not before {@code since} if given: a Long. */
  record CountEvents(String event, @Nullable Instant since) implements Read {}

  /**
   * Events of this name that the contact had: {@link Pasts#events}.
   *
   * @param from the earliest {@code occurredAt} that counts, or null
   * @param until the last instant of receipt that counts, or null
   * @param where conditions on their scalar properties
   * @param limit how many at most
   * @param newestFirst whether the newest are wanted, newest first; else the oldest, oldest first
   * @param byHand whether those that somebody put in by hand, in the Studio, count
   */
  record ListEvents(
      String event,
      @Nullable Instant from,
      @Nullable Instant until,
      List<Condition> where,
      int limit,
      boolean newestFirst,
      boolean byHand)
      implements Read {
    public ListEvents {
      where = List.copyOf(where);
    }
  }

  /** What the contact did in a journey: {@link Pasts#journey}. */
  record PastJourney(String journeyId) implements Read {}

  /** Where the contact stands in a journey that this event should start: {@link Pasts#started}. */
  record Started(String journeyId, long eventId) implements Read {}

  /** The mails of a template that the contact got: {@link Pasts#mails}. */
  record PastMails(String template) implements Read {}

  /** Whether the contact has not left all mails: a Boolean. */
  record Subscribed() implements Read {}

  /** How many mails went to the contact since an instant, of a category if given: a Long. */
  record CountMails(Instant since, @Nullable String category) implements Read {}

  /** Wait until the deadline. */
  record Sleep(String label, Instant deadline) implements Park {
    @Override
    public Optional<Instant> until() {
      return Optional.of(deadline);
    }
  }

  /**
   * Wait for an event.
   *
   * @param events its name, or the names of which any will do
   * @param where conditions on its scalar properties
   * @param sameKey whether it must yield the run's key
   * @param deadline when to give up
   * @param cursor the id of the last event that is too old to count
   * @param lookback the earliest {@code occurredAt} of an older event that counts too, or null
   */
  record AwaitEvent(
      String label,
      List<String> events,
      List<Condition> where,
      boolean sameKey,
      Instant deadline,
      long cursor,
      @Nullable Instant lookback)
      implements Park {
    public AwaitEvent {
      events = List.copyOf(events);
      where = List.copyOf(where);
    }

    @Override
    public Optional<Instant> until() {
      return Optional.of(deadline);
    }
  }

  /**
   * Send one mail and wait for its outcome.
   *
   * @param ordinal the number of this park, from 0 over all generations: with the run it names
   *     the send
   * @param template the template's key
   * @param subject instead of the template's, or null
   * @param props values for the template, JSON-like
   * @param to instead of the contact's address, or null
   * @param onStopped what to do when it may not go out now; null for what the journey says
   */
  record SendMail(
      String label,
      int ordinal,
      String template,
      @Nullable String subject,
      Map<String, @Nullable Object> props,
      @Nullable String to,
      @Nullable OnStopped onStopped)
      implements Park {
    @Override
    public Optional<Instant> until() {
      return Optional.empty();
    }
  }
}
