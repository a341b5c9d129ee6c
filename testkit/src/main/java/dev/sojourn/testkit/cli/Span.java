package dev.sojourn.testkit.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Lengths of time as they are typed: {@code 30d}, {@code 12h}, {@code 1d12h}, {@code 90m}. */
final class Span {
  private static final Map<String, Duration> UNITS =
      Map.of(
          "w", Duration.ofDays(7),
          "d", Duration.ofDays(1),
          "h", Duration.ofHours(1),
          "m", Duration.ofMinutes(1),
          "s", Duration.ofSeconds(1));
  private static final Pattern PART = Pattern.compile("(\\d{1,6})([wdhms])");

  private Span() {}

  /**
   * The length in a text.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Duration read(String text) {
    var sum = Duration.ZERO;
    var parts = PART.matcher(text);
    var end = 0;
    while (parts.find() && parts.start() == end) {
      var unit = UNITS.getOrDefault(parts.group(2), Duration.ZERO);
      sum = sum.plus(unit.multipliedBy(Long.parseLong(parts.group(1))));
      end = parts.end();
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no length of time; expected one such as 30d, 12h or 1d12h");
    }
    return sum;
  }
}
