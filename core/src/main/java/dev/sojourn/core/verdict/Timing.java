package dev.sojourn.core.verdict;

import dev.sojourn.core.schedule.SendWindow;
import dev.sojourn.dsl.definition.OnStopped;
import dev.sojourn.dsl.definition.SendPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a mail may go out: in the hours of its journey by the contact's clock, within the operator's
 * caps, and not too soon after the journey's last one to the same address. Only admitted mails
 * count for that, those admitted by the same call included, so that any number of mails asked for
 * at once let no more through than there are places.
 */
public final class Timing {
  /**
   * How long a mail waits that a journey in force outranks: time for the mails of one event, which
   * runs of several journeys ask for, to meet.
   */
  public static final Duration GRACE = Duration.ofSeconds(1);

  private static final Comparator<Asked> FIRST =
      Comparator.comparingInt((Asked send) -> -send.policy().priority())
          .thenComparingLong(Asked::sendId);

  private Timing() {}

  /** Where a gap holds: between the mails of one journey to one address. */
  public record Line(int tenant, int journey, String address) {}

  /**
   * A mail that wants to go out.
   *
   * @param policy its journey's, with what it says itself
   * @param zone the contact's
   */
  public record Asked(long sendId, Line line, SendPolicy policy, ZoneId zone) {}

  /**
   * The verdict on each send, by its id. Those of the larger priority are judged first, of one
   * priority those that were asked for first.
   *
   * @param newest when the last mail of a line was admitted; a line without one is missing
   * @param allowance what the addresses have used of the caps; takes what is let out now
   */
  public static Map<Long, Verdict> of(
      List<Asked> asked, Map<Line, Instant> newest, Allowance allowance, Instant now) {
    var last = new HashMap<>(newest);
    var verdicts = new HashMap<Long, Verdict>();
    for (var send : asked.stream().sorted(FIRST).toList()) {
      var line = send.line();
      var category = send.policy().category();
      var place = allowance.free(line.tenant(), line.address(), category);
      var verdict = of(send.policy(), send.zone(), last.get(line), place, now);
      verdicts.put(send.sendId(), verdict);
      if (verdict instanceof Verdict.Send) {
        last.put(line, now);
        allowance.take(line.tenant(), line.address(), category, now);
      }
    }
    return verdicts;
  }

  /**
   * The verdict on one mail. Gap and caps are judged for the instant at which the hours let it go
   * out.
   *
   * @param newest when the last mail of its line was admitted, or null
   * @param place when the caps have a place for it; {@link Instant#MIN} if there are none
   */
  public static Verdict of(
      SendPolicy policy, ZoneId zone, @Nullable Instant newest, Instant place, Instant now) {
    var hours = new SendWindow(policy.hours().start(), policy.hours().end(), zone);
    var own = policy.onStopped();
    var open = hours.nextOpening(now);
    if (open.isAfter(now) && own != null && own != OnStopped.HOLD) {
      return without(own, Stop.QUIET_HOURS);
    }
    var gap = newest == null || policy.suppress().isZero() ? now : newest.plus(policy.suppress());
    var free = gap.isAfter(place) ? gap : place;
    if (free.isAfter(open)) {
      var stop = place.isAfter(open) ? Stop.FREQUENCY_CAPPED : Stop.JOURNEY_SUPPRESSED;
      return own == OnStopped.HOLD
          ? new Verdict.Hold(hours.nextOpening(free), stop)
          : without(Objects.requireNonNullElse(own, OnStopped.SKIP), stop);
    }
    return open.isAfter(now) ? new Verdict.Hold(open, Stop.QUIET_HOURS) : new Verdict.Send();
  }

  private static Verdict without(OnStopped policy, Stop stop) {
    return policy == OnStopped.LEAVE ? new Verdict.Leave(stop) : new Verdict.Skip(stop);
  }
}
