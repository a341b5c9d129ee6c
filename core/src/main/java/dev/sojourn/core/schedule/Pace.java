package dev.sojourn.core.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast calls may go to one other side. It keeps to a rate, with what one second holds as a
 * burst (the generic cell rate algorithm, ITU-T I.371), and stays away when the other side asked
 * for it; after that one call goes ahead, and only when it gets through do the others follow.
 *
 * @param perSecond calls begun in a second; 0 for any number
 * @param owed the time to which the calls begun so far belong at that rate
 * @param closedUntil the end of the time that was asked for
 * @param wary whether nothing has got through since
 */
public record Pace(int perSecond, Instant owed, Instant closedUntil, boolean wary) {
  /** The longest time away before it is looked again. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration BURST = Duration.ofSeconds(1);

  /** A pace at which nothing has happened yet. */
  public static Pace of(int perSecond) {
    return new Pace(perSecond, Instant.EPOCH, Instant.EPOCH, false);
  }

  /** Whether one more call may begin now, besides so many that are under way. */
  public boolean allows(Instant now, int underWay) {
    return waitAt(now).isZero() && (!wary || underWay == 0);
  }

  /** How long nothing may begin, however little is under way. */
  public Duration waitAt(Instant now) {
    var asked = Duration.between(now, closedUntil);
    var paced =
        perSecond == 0 ? Duration.ZERO : Duration.between(now, owed).plus(interval()).minus(BURST);
    var wait = asked.compareTo(paced) > 0 ? asked : paced;
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** After a call has begun. */
  public Pace begun(Instant now) {
    var from = owed.isAfter(now) ? owed : now;
    return perSecond == 0 ? this : new Pace(perSecond, from.plus(interval()), closedUntil, wary);
  }

  /** After a call got through. One that began before the other side asked for time says nothing. */
  public Pace through(Instant now) {
    return wary && !now.isBefore(closedUntil)
        ? new Pace(perSecond, owed, closedUntil, false)
        : this;
  }

  /** After the other side asked to be left alone, at most {@link #LONGEST} of it at a time. */
  public Pace asked(Instant now, Duration away) {
    var until = now.plus(away.compareTo(LONGEST) > 0 ? LONGEST : away);
    return new Pace(perSecond, owed, until.isAfter(closedUntil) ? until : closedUntil, true);
  }

  private Duration interval() {
    return BURST.dividedBy(perSecond);
  }
}
