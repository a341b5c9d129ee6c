package dev.sojourn.core.replay;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a journal sum up to.
 *
 * @param cursor the id of the last event that is too old for a wait that begins now
 * @param open the park that has not ended, or null
 * @param parks how many parks began
 * @param spins how many times in a row it was started over without a wait between
 * @param label the label last reached; {@code start} before any
 * @param entries how many entries there are
 * @param bytes about how many bytes they take
 */
record Tally(
    long cursor,
    Entry.@Nullable Opening open,
    int parks,
    int spins,
    String label,
    int entries,
    int bytes) {
  private static final int ENTRY_BYTES = 16;

  static Tally start(long triggerEventId) {
    return new Tally(triggerEventId, null, 0, 0, "start", 0, 0);
  }

  Tally plus(Entry entry) {
    return after(entry).with(entries + 1, bytes + bytes(entry));
  }

  private Tally after(Entry entry) {
    if (entry instanceof Entry.Opening opening) {
      return opening.parks()
          ? new Tally(cursor, opening, parks + 1, spins, opening.label(), entries, bytes)
          : labelled(opening.label());
    }
    if (entry instanceof Entry.Reached reached) {
      return labelled(reached.label());
    }
    if (entry instanceof Entry.Followed followed) {
      var begin = Math.max(cursor, followed.lastSeen());
      return new Tally(begin, open, parks, spins, label, entries, bytes);
    }
    if (entry instanceof Entry.Carried carried) {
      return new Tally(
          carried.cursor(), open, carried.parks(), carried.spins(), label, entries, bytes);
    }
    if (entry instanceof Entry.Ending ending) {
      var left = waited(ending) ? 0 : spins;
      return new Tally(after(ending), null, parks, left, label, entries, bytes);
    }
    return this;
  }

  private Tally labelled(String reached) {
    return new Tally(cursor, open, parks, spins, reached, entries, bytes);
  }

  private Tally with(int number, int size) {
    return new Tally(cursor, open, parks, spins, label, number, size);
  }

  /** Whether time passed over the open park, or an event came that was not there before. */
  private boolean waited(Entry.Ending ending) {
    if (ending instanceof Entry.Elapsed && open != null) {
      var begun = open.startedAt();
      return park().flatMap(Request.Park::until).filter(begun::isBefore).isPresent();
    }
    return ending instanceof Entry.Matched matched && matched.eventId() > cursor;
  }

  /** The sum with one entry in the place of another that changes nothing but the size. */
  Tally instead(Entry before, Entry after) {
    return with(entries, bytes - bytes(before) + bytes(after));
  }

  private long after(Entry.Ending ending) {
    if (ending instanceof Entry.Matched matched) {
      return Math.max(cursor, matched.eventId());
    }
    if (ending instanceof Entry.Elapsed elapsed && open != null) {
      return park()
          .flatMap(Request.Park::until)
          .map(at -> Math.max(cursor, Math.min(elapsed.lastSeen(), EventIds.lastOf(at))))
          .orElse(cursor);
    }
    return cursor;
  }

  /** What the open park waits for. */
  Optional<Request.Park> park() {
    if (open instanceof Entry.SleepOpened sleep) {
      return Optional.of(new Request.Sleep(sleep.label(), sleep.deadline()));
    }
    if (open instanceof Entry.WaitOpened wait) {
      return Optional.of(park(wait));
    }
    if (open instanceof Entry.MailOpened mail) {
      return Optional.of(
          new Request.SendMail(
              mail.label(), parks - 1, mail.template(), null, Map.of(), null, null));
    }
    return Optional.empty();
  }

  /** What a wait that begins here waits for. */
  Request.AwaitEvent park(Entry.WaitOpened wait) {
    return new Request.AwaitEvent(
        wait.label(),
        wait.events(),
        wait.where(),
        wait.key() != null,
        wait.deadline(),
        cursor,
        lookback(wait));
  }

  /** The earliest instant at which an older event still counts for the wait; null for none. */
  static @Nullable Instant lookback(Entry.WaitOpened wait) {
    return wait.lookback() == null ? null : wait.startedAt().minus(wait.lookback());
  }

  /** About how many bytes an entry takes in the journal. */
  static int bytes(Entry entry) {
    return ENTRY_BYTES + payload(entry);
  }

  private static int payload(Entry entry) {
    if (entry instanceof Entry.Seen seen) {
      return Values.bytes(seen.contact());
    }
    if (entry instanceof Entry.Carried carried) {
      return 2 * ENTRY_BYTES + Values.bytes(carried.values());
    }
    if (entry instanceof Entry.Computed computed) {
      return Values.bytes(computed.label()) + Values.bytes(computed.value());
    }
    if (entry instanceof Entry.Answered answered) {
      return Values.bytes(answered.label()) + Values.bytes(answered.value());
    }
    if (entry instanceof Entry.Drawn drawn) {
      return Values.bytes(drawn.label()) + Values.bytes(drawn.value());
    }
    if (entry instanceof Entry.ContactSet set) {
      return Values.bytes(set.properties());
    }
    if (entry instanceof Entry.Broke broke) {
      return Values.bytes(broke.label()) + Values.bytes(broke.reason());
    }
    if (entry instanceof Entry.Logged logged) {
      return Values.bytes(logged.message());
    }
    if (entry instanceof Entry.Matched matched) {
      return ENTRY_BYTES + Values.bytes(matched.scalars());
    }
    return entry instanceof Entry.Step step
        ? ENTRY_BYTES + Values.bytes(step.label())
        : 2 * ENTRY_BYTES;
  }
}
