package dev.sojourn.core.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The least time between two mails of one journey to one address. Only admitted mails count, those
 * admitted by the same call included, so that any number of mails asked for at once let one
 * through.
 */
public final class MailGap {
  private MailGap() {}

  /** Where a gap holds: between the mails of one journey to one address. */
  public record Line(int tenant, int journey, String address) {}

  /**
   * A mail that wants to go out.
   *
   * @param gap the least time since the last admitted mail of its line; zero for none
   */
  public record Asked(long sendId, Line line, Duration gap) {}

  /**
   * The sends that come too soon.
   *
   * @param asked in the order in which they are admitted
   * @param newest when the last mail of a line was admitted; a line without one is missing
   */
  public static Set<Long> tooSoon(List<Asked> asked, Map<Line, Instant> newest, Instant now) {
    var last = new HashMap<>(newest);
    var refused = new HashSet<Long>();
    for (var send : asked) {
      var before = last.get(send.line());
      if (!send.gap().isZero() && before != null && before.plus(send.gap()).isAfter(now)) {
        refused.add(send.sendId());
      } else {
        last.put(send.line(), now);
      }
    }
    return refused;
  }
}
