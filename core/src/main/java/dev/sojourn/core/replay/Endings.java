package dev.sojourn.core.replay;

import dev.sojourn.core.condition.Conditions;
import org.jspecify.annotations.Nullable;

/** Whether a reason to take up a parked run ends its park. */
final class Endings {
  private Endings() {}

  /** How the park ends, or null if the reason does not end it. */
  static Entry.@Nullable Ending of(Entry.Opening open, long cursor, Cause cause) {
    if (open instanceof Entry.SleepOpened sleep) {
      return cause instanceof Cause.Looked looked && !looked.now().isBefore(sleep.deadline())
          ? new Entry.Elapsed(looked.lastSeen())
          : null;
    }
    if (open instanceof Entry.WaitOpened wait) {
      return of(wait, cursor, cause);
    }
    return cause instanceof Cause.MailSettled settled ? settled(settled) : null;
  }

  private static Entry.@Nullable Ending of(Entry.WaitOpened wait, long cursor, Cause cause) {
    if (cause instanceof Cause.Looked looked) {
      return looked.now().isBefore(wait.deadline()) ? null : new Entry.Elapsed(looked.lastSeen());
    }
    return cause instanceof Cause.Arrived event && matches(wait, cursor, event)
        ? new Entry.Matched(
            event.eventId(),
            wait.events().size() == 1 ? "" : event.name(),
            Values.whole(event.occurredAt()),
            Values.plain(event.scalars()))
        : null;
  }

  private static boolean matches(Entry.WaitOpened wait, long cursor, Cause.Arrived event) {
    return wait.events().contains(event.name())
        && isInTime(wait, cursor, event)
        && (wait.key() == null || wait.key().equals(event.key()))
        && Conditions.hold(wait.where(), event.scalars());
  }

  private static boolean isInTime(Entry.WaitOpened wait, long cursor, Cause.Arrived event) {
    if (EventIds.receivedAt(event.eventId()).isAfter(wait.deadline())) {
      return false;
    }
    var lookback = Tally.lookback(wait);
    return event.eventId() > cursor || (lookback != null && !event.occurredAt().isBefore(lookback));
  }

  private static Entry.Settled settled(Cause.MailSettled outcome) {
    var sentAt = outcome.sentAt();
    return new Entry.Settled(
        outcome.status(),
        outcome.sendId(),
        sentAt == null ? null : Values.whole(sentAt),
        outcome.reason());
  }
}
