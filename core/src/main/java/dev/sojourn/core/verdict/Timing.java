package dev.sojourn.core.verdict;

import dev.sojourn.core.schedule.SendWindow;
import dev.sojourn.dsl.definition.OnStopped;
import dev.sojourn.dsl.definition.SendPolicy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a mail may go out: in the hours of its journey by the contact's clock, and not too soon
 * after the journey's last one to the same address. Only admitted mails count for that, those
 * admitted by the same call included, so that any number of mails asked for at once let one
 * through.
 */
public final class Timing {
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
   * The verdict on each send, by its id.
   *
   * @param asked in the order in which they are admitted
   * @param newest when the last mail of a line was admitted; a line without one is missing
   */
  public static Map<Long, Verdict> of(List<Asked> asked, Map<Line, Instant> newest, Instant now) {
    var last = new HashMap<>(newest);
    var verdicts = new HashMap<Long, Verdict>();
    for (var send : asked) {
      var verdict = of(send.policy(), send.zone(), last.get(send.line()), now);
      verdicts.put(send.sendId(), verdict);
      if (verdict instanceof Verdict.Send) {
        last.put(send.line(), now);
      }
    }
    return verdicts;
  }

  /**
   * The verdict on one mail. The gap is judged for the instant at which the hours let it go out.
   *
   * @param newest when the last mail of its line was admitted, or null
   */
  public static Verdict of(SendPolicy policy, ZoneId zone, @Nullable Instant newest, Instant now) {
    var hours = new SendWindow(policy.hours().start(), policy.hours().end(), zone);
    var own = policy.onStopped();
    var open = hours.nextOpening(now);
    if (open.isAfter(now) && own != null && own != OnStopped.HOLD) {
      return without(own, Stop.QUIET_HOURS);
    }
    var free = newest == null || policy.suppress().isZero() ? now : newest.plus(policy.suppress());
    if (free.isAfter(open)) {
      return own == OnStopped.HOLD
          ? new Verdict.Hold(hours.nextOpening(free), Stop.JOURNEY_SUPPRESSED)
          : without(Objects.requireNonNullElse(own, OnStopped.SKIP), Stop.JOURNEY_SUPPRESSED);
    }
    return open.isAfter(now) ? new Verdict.Hold(open, Stop.QUIET_HOURS) : new Verdict.Send();
  }

  private static Verdict without(OnStopped policy, Stop stop) {
    return policy == OnStopped.LEAVE ? new Verdict.Leave(stop) : new Verdict.Skip(stop);
  }
}
