package dev.sojourn.core.schedule;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The hours of each day in which mails may go out. A start after the end wraps midnight; a start
 * that is the end never closes.
 *
 * @param start the first time of day that is inside
 * @param end the first time of day that is outside again
 * @param zone where the clock hangs
 */
public record SendWindow(LocalTime start, LocalTime end, ZoneId zone) {
  /** The window that never closes. */
  public static SendWindow always(ZoneId zone) {
    return new SendWindow(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, zone);
  }

  /** The window that is open but for quiet hours, such as {@code 22:00} to before {@code 08:00}. */
  public static SendWindow outside(LocalTime from, LocalTime to, ZoneId zone) {
    return new SendWindow(to, from, zone);
  }

  /** The same hours by a clock elsewhere. */
  public SendWindow in(ZoneId elsewhere) {
    return new SendWindow(start, end, elsewhere);
  }

  /** Whether a mail may go out at this instant. */
  public boolean isOpen(Instant instant) {
    var time = LocalTime.ofInstant(instant, zone);
    var started = !time.isBefore(start);
    var ended = !time.isBefore(end);
    return start.isBefore(end) ? started && !ended : start.equals(end) || started || !ended;
  }

  /** The first instant, not before this one, at which a mail may go out. */
  public Instant nextOpening(Instant from) {
    var instant = from;
    while (!isOpen(instant)) {
      instant = nextStart(instant);
    }
    return instant;
  }

  /** The next instant when the clock shows the start, or is changed before it does. */
  private Instant nextStart(Instant instant) {
    var clock = instant.atZone(zone).toLocalDateTime();
    var day = clock.toLocalDate();
    var next = (clock.toLocalTime().isBefore(start) ? day : day.plusDays(1)).atTime(start);
    var opening = next.toInstant(zone.getRules().getOffset(instant));
    var change = zone.getRules().nextTransition(instant);
    return change != null && change.getInstant().isBefore(opening) ? change.getInstant() : opening;
  }
}
