package dev.sojourn.core.replay;

import dev.sojourn.dsl.definition.Condition;
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
   * @param event its name
   * @param where conditions on its scalar properties
   * @param sameKey whether it must yield the run's key
   * @param deadline when to give up
   * @param cursor the id of the last event that is too old to count
   * @param lookback the earliest {@code occurredAt} of an older event that counts too, or null
   */
  record AwaitEvent(
      String label,
      String event,
      List<Condition> where,
      boolean sameKey,
      Instant deadline,
      long cursor,
      @Nullable Instant lookback)
      implements Park {
    public AwaitEvent {
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
   * @param ordinal the number of this park in its generation, from 0: with the run it names the
   *     send
   * @param template the template's key
   * @param subject instead of the template's, or null
   * @param props values for the template, JSON-like
   * @param to instead of the contact's address, or null
   */
  record SendMail(
      String label,
      int ordinal,
      String template,
      @Nullable String subject,
      Map<String, @Nullable Object> props,
      @Nullable String to)
      implements Park {
    @Override
    public Optional<Instant> until() {
      return Optional.empty();
    }
  }
}
